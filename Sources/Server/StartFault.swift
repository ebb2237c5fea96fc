import NIOCore
import Postgres
import PostgresServer

/// What kept a command from its work, in a sentence for the person who gave it.
package struct StartFault: Error, CustomStringConvertible {
    package let description: String

    package init(_ error: any Error) {
        description =
            switch error {
            case DatabaseError.cannotConnect(let reason): "cannot connect to the database: \(Self.oneLine(reason))"
            case DatabaseError.connectionLost: "the connection to the database was lost"
            case let error as PostgresError: "the database refused: \(error.message) (\(error.sqlState))"
            case let error as MigrationError: Self.sentence(error)
            default: "\(error)"
            }
    }

    /// Listening is the one thing that the network refuses at a start.
    init(_ error: IOError, listeningOn address: String) {
        let reason = "\(error)".split(separator: ": ", maxSplits: 1).last ?? ""
        description = "cannot listen on \(address): \(reason)"
    }

    private static func sentence(_ error: MigrationError) -> String {
        switch error {
        case .unreadableDirectory(let directory): "there are no migrations in \(directory)"
        case .badFileName(let name): "\(name) is not a migration: its name is like 0001_what_it_does.sql"
        case .sameNumber(let number): "two migrations have the number \(number)"
        case .changed(let number, let name):
            "the migration \(number) \(name) is not what it was when it was applied: put the file back, and write a new one"
        case .missing(let number, let name):
            "the database has the migration \(number) \(name), of which there is no file: is this program older?"
        case .outOfOrder(let number, let name): "the migration \(number) \(name) is pending, and later ones have been applied"
        case .endsTransaction(let number, let name): "the migration \(number) \(name) ends its own transaction"
        case .failed(let number, let name, let cause): "the migration \(number) \(name) failed: \(StartFault(cause))"
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: "; ")
    }
}
