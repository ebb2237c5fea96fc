package import Accounts
import Catalog
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
            caller.rowSecurity,
            AuditQueries.page(
                of: caller.account.uuid, filter: filter, without: caller.unshownEvents, after: position, limit: limit + 1))
    }

    /// Newest first; one more than `limit` where there are that many.
    package func timeline(
        before sequence: Int?, kinds: [String]?, subject: UUID?, limit: Int, by caller: Caller
    ) async throws -> [Event] {
        try caller.wholeAccount(.readEvents)
        return try await database.read(
            caller.rowSecurity,
            LedgerQueries.timeline(
                of: caller.account.uuid, before: sequence, kinds: kinds, without: caller.unshownEvents, subject: subject, limit: limit + 1))
    }
}

extension Caller {
    /// Kinds that tell of what the caller may not see: a contract's draft is the supplier's own until it is published (rules 19 and 20).
    /// What is left is theirs to check all the same: `LedgerProof.checkShown`.
    fileprivate var unshownEvents: [String] { supplier.access == nil ? ContractEventKind.ofDrafts : [] }
}
