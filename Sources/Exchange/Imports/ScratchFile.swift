#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file without a name, which is gone when it is closed, however the process ends. Used by one task at a time.
final class ScratchFile {
    let descriptor: CInt
    private var buffer: [UInt8] = []

    init() throws(ScratchFault) {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array("\(directory)/purveyor-import-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .cannotWrite }
        unlink(path)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func add(_ text: String) throws(ScratchFault) { try add(Array(text.utf8)) }

    func add(_ bytes: [UInt8]) throws(ScratchFault) {
        buffer += bytes
        if buffer.count >= 1 << 16 { try flush() }
    }

    func flush() throws(ScratchFault) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .cannotWrite }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// From the beginning, in pieces of whole lines.
    func lines() throws(ScratchFault) -> Lines {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .cannotWrite }
        return Lines(file: self)
    }

    struct Lines {
        private static let pieceBytes = 1 << 18

        fileprivate let file: ScratchFile
        private var rest: [UInt8] = []

        fileprivate init(file: ScratchFile) {
            self.file = file
        }

        mutating func next() throws(ScratchFault) -> String? {
            while true {
                var failed = false
                let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { bytes, count in
                    let got = read(file.descriptor, bytes.baseAddress, Self.pieceBytes)
                    failed = got < 0
                    count = max(0, got)
                }
                if failed { throw .cannotRead }
                if piece.isEmpty {
                    defer { rest = [] }
                    return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
                }
                rest += piece
                guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[...end], as: UTF8.self)
            }
        }
    }
}

enum ScratchFault: Error, CustomStringConvertible {
    case cannotWrite
    case cannotRead

    var description: String {
        switch self {
        case .cannotWrite: "there is no room for temporary files"
        case .cannotRead: "a temporary file cannot be read"
        }
    }
}
