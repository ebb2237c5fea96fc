import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A CSV file written record by record as they come. Without a path it only lets them pass.
final class CSVOutput: Sendable {
    private let descriptor: CInt?
    private let buffer = Mutex<[UInt8]>([])

    /// - Throws: `CSVOutputFault`.
    init(path: String?, header: String) throws {
        guard let path else {
            descriptor = nil
            return
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CSVOutputFault.cannotWrite(path) }
        self.descriptor = descriptor
        buffer.withLock { $0 = Array(header.utf8) }
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
