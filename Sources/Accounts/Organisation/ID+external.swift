import Cryptography
import FoundationEssentials
package import Kernel

extension ID {
    /// The id of a thing that another system names: the same names give the same id for ever, so that an import done again finds what
    /// it made. A UUIDv8 (RFC 9562, section 5.8) of the names' SHA-256; `names` go from the system down to the thing.
    package static func external(_ names: String...) -> ID {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        let text = names.map { "\($0.utf8.count):\($0)" }.joined()
        let b = SHA256.digest(text).bytes
        return ID(
            UUID(
                uuid: (
                    b[0], b[1], b[2], b[3], b[4], b[5], b[6] & 0x0F | 0x80, b[7],
                    b[8] & 0x3F | 0x80, b[9], b[10], b[11], b[12], b[13], b[14], b[15]
                )))
    }
}
