/// One record of a CSV file: its fields, and the line of the file on which it begins.
struct CSVRecord: Equatable {
    let line: Int
    let fields: [String]
}

/// Why a file cannot be read on as CSV.
package enum CSVFault: Error, Equatable, CustomStringConvertible {
    /// A quote that is never closed would otherwise make one record of the rest of the file.
    case recordTooLong(line: Int, limit: Int)
    case quoteNotClosed(line: Int)

    package var description: String {
        switch self {
        case .recordTooLong(let line, let limit):
            "the record that begins on line \(line) has more than \(limit) bytes: is a quote not closed?"
        case .quoteNotClosed(let line): "a quote is opened in the record that begins on line \(line) and never closed"
        }
    }
}
