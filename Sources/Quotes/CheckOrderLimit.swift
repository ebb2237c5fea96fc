import Accounts
import Kernel
import Postgres

/// What keeps the caller from ordering an approved quote: asked where a write answers with one.
struct CheckOrderLimit: Sendable {
    private let world: World

    init(world: World) {
        self.world = world
    }

    func callAsFunction(_ quote: Quote, by caller: Caller, in transaction: borrowing Transaction) async throws -> LimitExcess? {
        let rights = quote.orderRights(of: caller)
        guard quote.state == .approved, !rights.isEmpty else { return nil }
        let holders = rights.map(\.person)
        let (limits, uses) = try await transaction.run(
            SpendingLimitQueries.counting(for: holders, in: caller.account),
            LimitUseQueries.used(by: holders, .order, in: caller.account, at: world.now()))
        return rights.first(to: .order, quote.total, LimitStanding(limits: limits, uses: uses))?.excess
    }
}
