/// The first line of a file that is brought in, which says what its columns are.
enum ImportHeader {
    /// The column in which a file of refused lines says why: it is read over.
    static let refused = "refused"

    /// - Parameter column: what a column of that name is; nil where there is none.
    /// - Throws: `ImportFileRefusal` with every column that is none, is there twice, or is missing.
    static func read<Column>(
        _ header: [String], required: [String], _ column: (String) -> Column?
    ) throws(ImportFileRefusal) -> (names: [String], columns: [Column]) {
        let names = header.map { $0.trimmingBlanks() }
        let columns = names.map(column)
        let unknown = zip(names, columns).filter { $0.1 == nil }.map(\.0)
        let twice = names.enumerated().filter { names.prefix($0.offset).contains($0.element) }.map(\.element)
        let missing = required.filter { !names.contains($0) }
        guard unknown.isEmpty, twice.isEmpty, missing.isEmpty else { throw .columns(unknown: unknown, twice: twice, missing: missing) }
        return (names, columns.compactMap { $0 })
    }
}

/// Why a file as a whole is not taken. Nothing of it is stored.
package enum ImportFileRefusal: Error, Equatable, CustomStringConvertible {
    case empty
    case columns(unknown: [String], twice: [String], missing: [String])

    package var description: String {
        switch self {
        case .empty: return "the file is empty"
        case .columns(let unknown, let twice, let missing):
            var parts: [String] = []
            if !missing.isEmpty { parts.append("the first line lacks \(missing.joined(separator: ", "))") }
            if !twice.isEmpty { parts.append("\(twice.joined(separator: ", ")) is there twice") }
            if !unknown.isEmpty { parts.append("\(unknown.joined(separator: ", ")) is no column (docs/imports.md)") }
            return parts.joined(separator: "; ")
        }
    }
}
