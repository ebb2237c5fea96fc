import Kernel

/// The lines of a file that were refused, as they stood there, with the reasons behind them: to be corrected and brought in again.
package struct RefusedRows {
    /// How many lines are told why; a file of which more is wrong is another file than was meant.
    private static let reasonsKept = 10_000

    private var lines: Set<Int32> = []
    private var reasons: [Int32: String] = [:]

    package init() {}

    package mutating func add(_ line: RefusedLine) {
        let number = Int32(clamping: line.line)
        lines.insert(number)
        let reason = line.column.isEmpty ? line.reason : "\(line.column): \(line.reason)"
        if let before = reasons[number] {
            reasons[number] = "\(before); \(reason)"
        } else if reasons.count < Self.reasonsKept {
            reasons[number] = reason
        }
    }

    /// Reads the file again.
    /// - Parameter write: called with the file's first line, and each refused one.
    /// - Throws: `CSVFault`, `GzipFault`.
    package func write(from source: ImportSource, _ write: (String) throws -> Void) throws {
        let file = try source.open()
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { return }
        let place = header.fields.firstIndex { $0.trimmingBlanks() == ImportHeader.refused }
        func record(_ record: CSVRecord, _ note: String) -> String {
            var fields = record.fields
            if let place, place < fields.count { fields[place] = note } else { fields.append(note) }
            return CSVText.record(fields.map(CSVText.unguarded))
        }
        try write(record(header, ImportHeader.refused))
        while let line = try reader.next() {
            let number = Int32(clamping: line.line)
            if lines.contains(number) { try write(record(line, reasons[number] ?? "")) }
        }
    }
}
