import Kernel

/// What is wrong with one line of a file: it is reported while the rest goes in.
package struct RefusedLine: Sendable, Equatable, Error {
    /// Counted from 1, the header included.
    package let line: Int
    package let column: String
    package let reason: String
    package let value: String
    /// Whether the line would be taken when it comes again as it is, and should not be before somebody has looked at it: one that says
    /// again what another line says, or of which nobody knows which field stands in which column.
    let staysRefused: Bool

    init(line: Int, column: String, reason: String, value: String, staysRefused: Bool = false) {
        self.line = line
        self.column = column
        self.reason = reason
        self.value = value
        self.staysRefused = staysRefused
    }

    package static let header = CSVText.record(["line", "column", "reason", "value"])
    package var record: String { CSVText.record([String(line), column, reason, value]) }
}

extension RefusedLine {
    /// - Parameter fault: its pointer is a column.
    init(_ line: Int, _ fault: Fault) {
        self.init(line: line, column: fault.pointer, reason: fault.detail, value: "", staysRefused: fault.saysAgain)
    }
}

extension Fault {
    /// Of a line that says again what another says: alone it would be taken, in the place of the other.
    var saysAgain: Bool { code == "givenTwice" }
}
