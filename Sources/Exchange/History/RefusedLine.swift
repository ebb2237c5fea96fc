import Kernel

/// What is wrong with one line of a file: it is reported while the rest goes in.
package struct RefusedLine: Sendable, Equatable, Error {
    /// Counted from 1, the header included.
    package let line: Int
    package let column: String
    package let reason: String
    package let value: String

    package static let header = CSVText.record(["line", "column", "reason", "value"])
    package var record: String { CSVText.record([String(line), column, reason, value]) }
}
