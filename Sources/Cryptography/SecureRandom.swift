internal import COpenSSL

/// Bytes that nobody can guess, from libcrypto's generator, which the kernel seeds.
package enum SecureRandom {
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // Without entropy there is nothing safe to go on with.
            precondition(RAND_bytes(buffer.baseAddress, CInt(count)) == 1, "libcrypto has no random bytes")
            filled = count
        }
    }
}
