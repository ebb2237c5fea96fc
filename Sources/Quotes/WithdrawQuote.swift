package import Accounts
import Approvals
package import Kernel
import Ledger
package import Postgres

/// Takes a submitted quote back to a draft, or cancels one for good. An approval that waits for it ends with it.
package struct WithdrawQuote: Sendable {
    package enum Way: Sendable { case recall, cancel }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `QuoteRefusal`, `AccessRefusal`.
    package func callAsFunction(
        _ reference: DocumentReference<Quote>, _ way: Way, by caller: Caller, expecting version: Int,
        in transaction: borrowing Transaction
    ) async throws -> Quote {
        let scope = try caller.scope(of: .writeQuotes)
        // Deciding locks the plan, then the quote; so must this, and it learns the plan from an unlocked look.
        let unlocked: Quote? = try await transaction.run(QuoteQueries.find(reference, account: caller.account, scope: scope))
        guard let seen = unlocked else { throw QuoteRefusal.notFound }
        if let plan = seen.plan { transaction.enqueue(ApprovalQueries.lock(plan, account: caller.account)) }
        let (found, lines) = try await transaction.run(
            QuoteQueries.locked(.id(seen.id), account: caller.account, scope: scope),
            QuoteQueries.lines(of: .id(seen.id), account: caller.account))
        guard var quote = found else { throw QuoteRefusal.notFound }
        guard quote.version == version else { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines

        let now = world.now()
        let wasSubmitted = quote.state == .submitted
        try quote.apply(way == .recall ? .recall : .cancel, at: now)
        if let plan = quote.plan { transaction.enqueue(LimitUseQueries.release(plan.uuid, in: caller.account, at: now)) }
        if wasSubmitted, let plan = quote.plan {
            transaction.enqueue(ApprovalQueries.recall(plan, account: caller.account, at: now))
        }
        transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
        let kind = way == .recall ? "quoteRecalled" : "quoteCancelled"
        try transaction.record(
            [EventDraft(kind, "quote", quote.id, QuoteEventData(quote))], in: caller.account.uuid, by: caller.actor, world: world)
        return quote
    }
}
