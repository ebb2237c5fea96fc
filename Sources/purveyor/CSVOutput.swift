import ArgumentParser
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A CSV file written record by record as they come. Without a path it only lets them pass. It takes its name when it is whole: until then
/// what had the name stays, which may be the file that is being read.
final class CSVOutput: Sendable {
    private let descriptor: CInt?
    /// Where it is written, and the name that it takes; nil where it is written in its place, as to a pipe.
    private let names: (part: String, whole: String)?
    private let buffer = Mutex<[UInt8]>([])

    /// - Throws: `CSVOutputFault`.
    init(path: String?, header: String) throws {
        guard let path else {
            descriptor = nil
            names = nil
            return
        }
        let names = Self.isPlain(path) ? (part: path + ".part", whole: path) : nil
        self.names = names
        let descriptor = open(names?.part ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CSVOutputFault.cannotWrite(path) }
        self.descriptor = descriptor
        buffer.withLock { $0 = Array(header.utf8) }
    }

    /// - Parameter input: read a second time for what was refused; nil where it is not.
    static func check(_ outputs: [String?], beside input: String?) throws {
        let paths = outputs.compactMap(\.self)
        guard Set(paths).count == paths.count else { throw ValidationError("Each CSV file needs a name of its own.") }
        guard input.map(isPlain) ?? true else {
            throw ValidationError("--refused reads the file a second time, which a pipe does not allow: save it first.")
        }
    }

    func add(_ record: String) throws {
        guard descriptor != nil else { return }
        try buffer.withLock { buffer in
            buffer += record.utf8
            if buffer.count > 1 << 16 { try flush(&buffer) }
        }
    }

    func close() throws {
        guard let descriptor else { return }
        try buffer.withLock { try flush(&$0) }
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
        guard let names else { return }
        guard rename(names.part, names.whole) == 0 else { throw CSVOutputFault.cannotWrite(names.whole) }
    }

    /// A file, or nothing yet: it can be read twice, and another can take its name.
    static func isPlain(_ path: String) -> Bool {
        var found = stat()
        guard stat(path, &found) == 0 else { return true }
        return found.st_mode & S_IFMT == S_IFREG
    }

    private func flush(_ buffer: inout [UInt8]) throws {
        guard let descriptor else { return }
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw CSVOutputFault.cannotWrite("the file") }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

enum CSVOutputFault: Error, CustomStringConvertible {
    case cannotWrite(String)

    var description: String {
        switch self {
        case .cannotWrite(let path): "cannot write \(path)"
        }
    }
}
