internal import COpenSSL
package import Kernel

/// HMAC (RFC 2104) with SHA-256.
package enum HMAC {
    package static func sha256(_ message: [UInt8], key: [UInt8]) -> Digest {
        .filled { tag in
            COpenSSL.HMAC(SHA256.algorithm, key, CInt(key.count), message, message.count, tag, nil) == nil ? 0 : 1
        }
    }

    package static func sha256(_ message: String, key: [UInt8]) -> Digest {
        sha256(Array(message.utf8), key: key)
    }

    /// Whether `tag` is the message's, in a time that does not tell how much of it is right.
    package static func isValid(_ tag: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEquals(tag, sha256(message, key: key).bytes)
    }
}
