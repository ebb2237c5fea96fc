internal import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file read from its beginning in pieces, unpacked where it is gzip (RFC 1952): zlib tells by the first bytes.
final class GzipFile {
    /// Opened in `init`, closed in `deinit`, never handed out; the class is not Sendable, so one task reads at a time.
    private let file: gzFile
    private let path: String
    private let unpackedLimit: Int
    private var unpacked = 0

    /// - Throws: `GzipFault.cannotOpen`.
    init(path: String) throws(GzipFault) {
        guard let file = gzopen(path, "rb") else { throw .cannotOpen(path) }
        gzbuffer(file, 1 << 17)
        self.file = file
        self.path = path
        unpackedLimit = .max
    }

    /// The file as it stands open, from where it stands; it is left open.
    /// - Throws: `GzipFault.cannotOpen`.
    init(descriptor: CInt, limit: Int) throws(GzipFault) {
        // Closing what zlib reads closes its descriptor, so it gets one of its own.
        let own = dup(descriptor)
        guard own >= 0 else { throw .cannotOpen("the file") }
        guard let file = gzdopen(own, "rb") else {
            close(own)
            throw .cannotOpen("the file")
        }
        gzbuffer(file, 1 << 17)
        self.file = file
        path = "the file"
        unpackedLimit = limit
    }

    deinit { gzclose(file) }

    /// The next bytes, at most `limit`; none at the end.
    /// - Throws: `GzipFault.damaged` where the file is not whole.
    func read(_ limit: Int = 1 << 16) throws(GzipFault) -> [UInt8] {
        var result: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            result = gzread(file, buffer.baseAddress, CUnsignedInt(limit))
            count = Int(max(result, 0))
        }
        var status: CInt = Z_OK
        _ = gzerror(file, &status)
        // A file that was cut off reads to its end without a word, except for this.
        guard result >= 0, status == Z_OK || status == Z_STREAM_END else { throw .damaged(path) }
        unpacked += bytes.count
        guard unpacked <= unpackedLimit else { throw .tooLarge(limit: unpackedLimit) }
        return bytes
    }

    /// How many bytes of the file as it is stored have been read.
    var offset: Int { Int(gzoffset(file)) }
}

package enum GzipFault: Error, Equatable, CustomStringConvertible {
    case cannotOpen(String)
    case damaged(String)
    case tooLarge(limit: Int)

    package var description: String {
        switch self {
        case .cannotOpen(let path): "\(path) cannot be read"
        case .damaged(let path): "\(path) is damaged, or was cut off"
        case .tooLarge(let limit): "the file has more than \(limit >> 20) MiB when it is unpacked"
        }
    }
}
