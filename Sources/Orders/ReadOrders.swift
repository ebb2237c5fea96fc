package import Accounts
package import Kernel
package import Postgres

/// Reads orders within the caller's scope.
package struct ReadOrders: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// - Throws: `OrderRefusal.notFound`, also for an order outside the scope.
    package func one(_ reference: DocumentReference<Order>, by caller: Caller) async throws -> Order {
        let scope = try caller.scope(of: .readOrders)
        let (found, lines) = try await database.read(
            caller.rowSecurity, OrderQueries.find(reference, account: caller.account, scope: scope),
            OrderQueries.lines(of: reference, account: caller.account))
        guard var order = found else { throw OrderRefusal.notFound }
        order.lines = lines
        return order
    }

    /// Newest first, without lines; one more than `limit` where there are that many.
    package func page(_ filter: OrderFilter, before cursor: OrderPosition?, limit: Int, by caller: Caller) async throws -> [Order] {
        let scope = try caller.scope(of: .readOrders)
        return try await database.read(
            caller.rowSecurity,
            OrderQueries.page(account: caller.account, scope: scope, filter: filter, before: cursor, limit: limit + 1))
    }
}
