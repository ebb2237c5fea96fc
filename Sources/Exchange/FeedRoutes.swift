package import Accounts
package import Hummingbird
import Kernel
package import Ledger
import Web

/// Every account's events in one stable order, for the supplier's systems: CloudEvents 1.0 in JSON.
package struct FeedRoutes: Sendable {
    private let read: ReadFeed

    package init(read: ReadFeed) {
        self.read = read
    }

    /// - Parameter feed: the group of `/v1/feed`.
    package func add(to feed: RouterGroup<SignedInContext>) {
        feed.get(use: show)
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try context.principal.feedReader()
        let (after, limit) = try request.query { query in
            (query.optional("after", .integer(0...Int.max)) ?? query.cursor(Int.self) ?? 0, query.limit)
        }
        let entries = try await read(
            after: after, limit: limit + 1, as: context.principal.personScope, with: context.principal.key)
        return try JSONResponse(Page(entries, limit: limit, position: \.position).map(CloudEventRepresentation.init))
    }
}
