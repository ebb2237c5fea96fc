import CLibPQ

/// An error that the server reported, with every field that it sent.
///
/// Printed, it says only its SQLSTATE and the constraint's name, so that statements and values do not slip into logs and answers;
/// `String(reflecting:)` says all.
public struct PostgresError: Error, Sendable {
    /// The five characters of PostgreSQL's appendix A, such as `23505`.
    public let sqlState: String
    public let severity: String
    public let message: String
    public let detail: String?
    public let hint: String?
    /// Where in the statement, counted in characters from 1.
    public let position: Int?
    public let internalPosition: Int?
    public let internalQuery: String?
    /// The call stack of PL/pgSQL functions and the like.
    public let context: String?
    public let schema: String?
    public let table: String?
    public let column: String?
    public let dataType: String?
    public let constraint: String?
    /// Where in the server's own source the error was raised.
    public let file: String?
    public let line: String?
    public let routine: String?

    /// Doing the whole transaction again may succeed and cannot do anything twice: a serialization failure, a deadlock,
    /// or a prepared statement that a change of the schema made stale (the client has forgotten it by now).
    public var isSafeToRetry: Bool { sqlState == "40001" || sqlState == "40P01" || isStaleStatement }

    /// The statement was cancelled, by `statement_timeout`, an administrator, or because its task was cancelled.
    public var isCancellation: Bool { sqlState == "57014" }

    /// `cached plan must not change result type`, or a prepared statement that is not there any more.
    var isStaleStatement: Bool { (sqlState == "0A000" && routine == "RevalidateCachedQuery") || sqlState == "26000" }

    /// The session ends with this error.
    var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        constraint.map { "PostgreSQL error \(sqlState) (constraint \($0))" } ?? "PostgreSQL error \(sqlState)"
    }

    public var debugDescription: String {
        let fields: [(String, String?)] = [
            ("detail", detail), ("hint", hint), ("position", position.map(String.init)),
            ("internal position", internalPosition.map(String.init)), ("internal query", internalQuery),
            ("context", context), ("schema", schema), ("table", table), ("column", column),
            ("data type", dataType), ("constraint", constraint), ("file", file), ("line", line), ("routine", routine),
        ]
        return fields.reduce("\(severity) \(sqlState): \(message)") { text, field in
            field.1.map { "\(text); \(field.0): \($0)" } ?? text
        }
    }
}

extension PostgresError {
    init(_ result: PostgresResult) {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result.pointer, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        // libpq's own errors have no SQLSTATE; 08000 is "connection exception".
        sqlState = field("C") ?? "08000"
        severity = field("V") ?? field("S") ?? "ERROR"
        message = field("M") ?? String(cString: PQresultErrorMessage(result.pointer))
        detail = field("D")
        hint = field("H")
        position = field("P").flatMap { Int($0) }
        internalPosition = field("p").flatMap { Int($0) }
        internalQuery = field("q")
        context = field("W")
        schema = field("s")
        table = field("t")
        column = field("c")
        dataType = field("d")
        constraint = field("n")
        file = field("F")
        line = field("L")
        routine = field("R")
    }
}
