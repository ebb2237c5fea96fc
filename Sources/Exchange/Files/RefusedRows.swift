import Kernel

/// The lines of a file that were refused, as they stood there, with the reasons behind them: to be corrected and brought in again.
package struct RefusedRows {
    /// How many lines are told why; a file of which more is wrong is another file than was meant.
    private static let reasonsKept = 10_000

    /// Behind the reason of a line that stays refused: as long as its field `refused` says so, reading it again leads to the same.
    private static let untilEmptied = "empty this field to take the line"

    private var lines: Set<Int32> = []
    private var staying: Set<Int32> = []
    private var reasons: [Int32: String] = [:]

    package init() {}

    package mutating func add(_ line: RefusedLine) {
        let number = Int32(clamping: line.line)
        lines.insert(number)
        if line.staysRefused { staying.insert(number) }
        let reason = line.column.isEmpty ? line.reason : "\(line.column): \(line.reason)"
        if let before = reasons[number] {
            reasons[number] = "\(before); \(reason)"
        } else if reasons.count < Self.reasonsKept {
            reasons[number] = reason
        }
    }

    /// What a line is refused for before any of its fields is read as what its column says: it has too few or too many, or has been refused
    /// before and nobody has emptied the field that says so.
    /// - Parameter place: of the column `refused`, where there is one.
    static func fault(of record: CSVRecord, columns: Int, refused place: Int?) -> RefusedLine? {
        guard record.fields.count == columns else {
            let reason = "\(record.fields.count) fields, and the first line has \(columns)"
            return RefusedLine(line: record.line, column: "", reason: reason, value: "", staysRefused: true)
        }
        guard let place, let end = record.fields[place].firstRange(of: "; \(untilEmptied)") else { return nil }
        let reason = CSVText.unguarded(String(record.fields[place][..<end.lowerBound]))
        let shown = String(reason.prefix(1000).filter { !$0.unicodeScalars.contains(where: \.isForbiddenInText) })
        return RefusedLine(line: record.line, column: "", reason: shown, value: "", staysRefused: true)
    }

    private func note(of line: Int32) -> String {
        let reason = reasons[line] ?? ""
        guard staying.contains(line) else { return reason }
        return "\(reason.hasSuffix(".") ? reason.dropLast() : reason[...]); \(Self.untilEmptied)"
    }

    /// Reads the file again.
    /// - Parameter write: called with the file's first line, and each refused one.
    /// - Throws: `CSVFault`, `GzipFault`.
    package func write(from source: ImportSource, _ write: (String) throws -> Void) throws {
        let file = try source.open()
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { return }
        let width = header.fields.count
        let place = header.fields.firstIndex { $0.trimmingBlanks() == ImportHeader.refused }
        // The reason stands in its column whatever the line has of fields: one that has too few is filled up, and what one has too many of
        // stands behind it.
        func record(_ record: CSVRecord, _ note: String) -> String {
            var fields = record.fields + Array(repeating: "", count: max(0, width - record.fields.count))
            if let place { fields[place] = note } else { fields.insert(note, at: width) }
            return CSVText.record(fields.map(CSVText.unguarded))
        }
        try write(record(header, ImportHeader.refused))
        guard let last = lines.max() else { return }
        while let line = try reader.next() {
            let number = Int32(clamping: line.line)
            guard number <= last else { return }
            if lines.contains(number) { try write(record(line, note(of: number))) }
        }
    }
}
