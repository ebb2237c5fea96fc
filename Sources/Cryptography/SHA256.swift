internal import COpenSSL
package import Kernel

/// SHA-256 (FIPS 180-4): at once with `digest`, or piece by piece with a value of this type.
package struct SHA256: ~Copyable {
    /// Made in `init`, freed in `deinit`, never handed out: `~Copyable` makes this value its one owner.
    private let context: OpaquePointer

    package init() {
        // Out of memory: there is nobody to throw to who could go on.
        guard let context = EVP_MD_CTX_new() else { fatalError("libcrypto has no memory for a digest") }
        precondition(EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1, "libcrypto cannot start SHA-256")
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: [UInt8]) {
        precondition(EVP_DigestUpdate(context, bytes, bytes.count) == 1, "libcrypto cannot continue SHA-256")
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto cannot continue SHA-256")
    }

    package mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    package consuming func finish() -> Digest {
        .filled { EVP_DigestFinal_ex(context, $0, nil) }
    }

    package static func digest(_ bytes: [UInt8]) -> Digest {
        .filled { EVP_Digest(bytes, bytes.count, $0, nil, algorithm, nil) }
    }

    package static func digest(_ text: String) -> Digest {
        var text = text
        return text.withUTF8 { bytes in
            .filled { EVP_Digest(bytes.baseAddress, bytes.count, $0, nil, algorithm, nil) }
        }
    }

    /// Fetched once: libcrypto 3 looks an algorithm up anew at each use of `EVP_sha256()`, which costs more than a short digest.
    /// Unsafe only to the compiler: an `EVP_MD` is immutable and may be shared between threads (EVP_MD_fetch(3)).
    nonisolated(unsafe) static let algorithm: OpaquePointer = {
        // Without it nothing can be signed in to, and no process should start.
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else { fatalError("this libcrypto has no SHA-256") }
        return algorithm
    }()
}

extension Digest {
    /// The 32 bytes that `fill` writes; libcrypto fails here only when it has no memory, which nobody can answer.
    static func filled(_ fill: (UnsafeMutablePointer<UInt8>?) -> CInt) -> Digest {
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            precondition(fill(buffer.baseAddress) == 1, "libcrypto cannot digest")
            count = 32
        }
        guard let digest = Digest(bytes: bytes) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }
}
