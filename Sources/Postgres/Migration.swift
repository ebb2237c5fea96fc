/// A numbered SQL file: `0007_orders.sql`.
public struct Migration: Sendable, Hashable {
    public let number: Int
    /// The file's name without number and extension.
    public let name: String
    let text: String

    /// The first line of a file that must not run in a transaction, such as one with `CREATE INDEX CONCURRENTLY`. Each of its statements
    /// ends with a semicolon at the end of a line and is carried out by itself. One that fails leaves those before it done, and the file
    /// is applied from its beginning the next time: so each must be one that can be done again.
    public static let noTransactionMarker = "-- migrate: no transaction"

    var runsInTransaction: Bool { !text.hasPrefix(Self.noTransactionMarker) }

    /// What is sent to the server one after the other: it makes a transaction of statements that come together.
    var scripts: [String] {
        guard !runsInTransaction else { return [text] }
        return text.replacing("\r\n", with: "\n").split(separator: ";\n").map(String.init).filter { part in
            !part.split(separator: "\n").allSatisfy { $0.hasPrefix("--") || $0.allSatisfy(\.isWhitespace) }
        }
    }

    /// Nil unless `fileName` is digits, an underscore, a name and `.sql`.
    init?(fileName: String, text: String) {
        guard fileName.hasSuffix(".sql") else { return nil }
        let parts = fileName.dropLast(4).split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(parts[0])
        else { return nil }
        self.number = number
        name = String(parts[1])
        self.text = text
    }
}

/// A migration and whether the database has it.
public struct MigrationStatus: Sendable, Hashable {
    public let number: Int
    public let name: String
    public let appliedAt: PostgresTimestamp?
}

public enum MigrationError: Error {
    case unreadableDirectory(String)
    /// Not `NNNN_name.sql`.
    case badFileName(String)
    case sameNumber(Int)
    /// The file is not what it was when it was applied.
    case changed(number: Int, name: String)
    /// It was applied, and the file is gone.
    case missing(number: Int, name: String)
    /// One with a higher number was applied before.
    case outOfOrder(number: Int, name: String)
    /// The file itself ends the transaction that it runs in.
    case endsTransaction(number: Int, name: String)
    case failed(number: Int, name: String, cause: any Error)
}
