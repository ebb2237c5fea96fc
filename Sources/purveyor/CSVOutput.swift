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

    /// - Parameters:
    ///   - refused: where the lines go that were refused; for them the input is read a second time.
    ///   - keepsOthers: whether the other lines come in. Only then may those that are refused take the input's place: else the others
    ///     would be nowhere.
    ///   - readsTwice: for the lines that were refused.
    static func check(
        _ outputs: [String?], refused: String?, of input: String, keepsOthers: Bool, readsTwice: Bool = true
    ) throws {
        let paths = (outputs + [refused]).compactMap(\.self)
        guard Set(paths).count == paths.count else { throw ValidationError("Each file that is written needs a name of its own.") }
        guard refused == nil || !readsTwice || isPlain(input) else {
            throw ValidationError("--refused reads the file a second time, which a pipe does not allow: save it first.")
        }
        let kept = keepsOthers ? outputs.compactMap(\.self) : paths
        guard !kept.contains(where: { isSame($0, input) }) else {
            throw ValidationError("What is written would take the place of the file that is read, and its lines would be lost.")
        }
    }

    private static func isSame(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        guard stat(path, &one) == 0, stat(other, &two) == 0 else { return false }
        return one.st_dev == two.st_dev && one.st_ino == two.st_ino
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
