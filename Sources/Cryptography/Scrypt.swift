internal import COpenSSL

/// scrypt (RFC 7914): a key from a password that costs memory as well as time to guess.
package enum Scrypt {
    package struct Parameters: Sendable, Hashable {
        /// Binary logarithm of the cost N.
        package let logCost: Int
        package let blockSize: Int
        package let parallelism: Int

        /// Nil outside what the RFC allows and what this service is ready to spend: at most 256 MiB for one key.
        package init?(logCost: Int, blockSize: Int, parallelism: Int) {
            guard (1...20).contains(logCost), (1...32).contains(blockSize), (1...16).contains(parallelism),
                128 * blockSize << logCost <= 256 << 20
            else { return nil }
            self.init(checked: logCost, blockSize, parallelism)
        }

        init(checked logCost: Int, _ blockSize: Int, _ parallelism: Int) {
            self.logCost = logCost
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// N = 2¹⁵, r = 8: 32 MiB, and some 60 to 100 ms of a core for an interactive sign-in.
        package static let standard = Parameters(checked: 15, 8, 1)
    }

    /// Blocks its thread for as long as the parameters ask.
    package static func key(_ password: [UInt8], salt: [UInt8], parameters: Parameters, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let done = password.withUnsafeBytes { password in
                EVP_PBE_scrypt(
                    password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt, salt.count,
                    1 << UInt64(parameters.logCost), UInt64(parameters.blockSize), UInt64(parameters.parallelism),
                    300 << 20, buffer.baseAddress, count)
            }
            precondition(done == 1, "libcrypto has no memory for scrypt")
            filled = count
        }
    }
}
