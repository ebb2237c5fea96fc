import Cryptography

/// Base 64 as mail has it, with padding.
package enum Base64Padded {
    package static func decode(_ text: String) -> [UInt8]? {
        Base64.standard.decode(String(text.prefix { $0 != "=" }))
    }
}
