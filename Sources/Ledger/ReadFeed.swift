package import FoundationEssentials
package import Persistence
package import Postgres

/// Reads every account's events in one stable order, after giving places to those that were committed since.
/// Nothing else numbers the feed, so it depends on no job.
package struct ReadFeed: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// - Parameter key: an API key of the scope's person; then only the events of accounts in which it may read them.
    package func callAsFunction(
        after position: Int, limit: Int, as scope: AccountScope, with key: UUID? = nil
    ) async throws -> [FeedEntry] {
        try await database.transaction(scope.settings) { transaction in
            let (_, _, entries) = try await transaction.run(
                LedgerQueries.lockFeed(),
                LedgerQueries.numberFeed(atMost: 10_000),
                LedgerQueries.feed(after: position, limit: limit, with: key))
            return entries
        }
    }
}
