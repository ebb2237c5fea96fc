package import Accounts
package import FoundationEssentials
import Kernel
package import Ledger
package import Postgres

/// Reads an account's ledger: as an audit by what is looked for, or backward as a timeline.
package struct ReadLedger: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// One more than `limit` where there are that many.
    package func audit(
        _ filter: AuditFilter, after position: AuditPosition?, limit: Int, by caller: Caller
    ) async throws -> [AuditEntry] {
        try caller.wholeAccount(.readEvents)
        return try await database.read(
            caller.rowSecurity, AuditQueries.page(of: caller.account.uuid, filter: filter, after: position, limit: limit + 1))
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
