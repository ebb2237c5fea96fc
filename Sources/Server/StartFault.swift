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
            case DatabaseError.connectionLost(let unknownOutcome):
                "the connection to the database was lost" + (unknownOutcome ? "; whether it was done only the data can tell" : "")
            case DatabaseError.poolExhausted, DatabaseError.timedOut: "the database gave no connection in time"
            case DatabaseError.shutDown: "the connections to the database were closed"
            case DatabaseError.notCommitted: "the database did not keep what was done"
            case DatabaseError.rollbackFailed(let cause, _): "\(StartFault(cause))"
            case let error as PostgresError: "the database refused: \(error.message) (\(error.sqlState))"
            case let error as MigrationError: Self.sentence(error)
            default: "\(error)"
            }
    }

    /// Says it of what the database, or the way to it, throws; what is otherwise thrown says itself what it is.
    package static func saying(_ error: any Error) -> any Error {
        error is DatabaseError || error is PostgresError || error is MigrationError ? StartFault(error) : error
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
