package import Accounts
package import FoundationEssentials
import Kernel
package import Ledger
package import Postgres

/// Reads an account's ledger: forward by number, or backward as a timeline.
package struct ReadLedger: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// Oldest first; one more than `limit` where there are that many.
    package func events(after sequence: Int, limit: Int, by caller: Caller) async throws -> [Event] {
        try caller.wholeAccount(.readEvents)
        return try await database.read(
            caller.rowSecurity, LedgerQueries.page(of: caller.account.uuid, after: sequence, limit: limit + 1))
    }

    /// Newest first; one more than `limit` where there are that many.
    package func timeline(
        before sequence: Int?, kinds: [String]?, subject: UUID?, limit: Int, by caller: Caller
    ) async throws -> [Event] {
        try caller.wholeAccount(.readEvents)
        return try await database.read(
            caller.rowSecurity,
            LedgerQueries.timeline(of: caller.account.uuid, before: sequence, kinds: kinds, subject: subject, limit: limit + 1))
    }
}
