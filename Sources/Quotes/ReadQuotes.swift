package import Accounts
package import Kernel
package import Postgres

/// Reads quotes within the caller's scope.
package struct ReadQuotes: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World = .live) {
        self.database = database
        self.world = world
    }

    /// A quote with what keeps the caller from ordering it, where it is theirs to order and not yet ordered.
    /// - Throws: `QuoteRefusal.notFound`, also for a quote outside the scope.
    package func shown(_ reference: DocumentReference<Quote>, by caller: Caller) async throws -> (quote: Quote, excess: LimitExcess?) {
        let scope = try caller.scope(of: .readQuotes)
        let holders = caller.holders(of: .order)
        let (found, lines, limits, uses) = try await database.read(
            caller.rowSecurity, QuoteQueries.find(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            SpendingLimitQueries.counting(for: holders, in: caller.account),
            LimitUseQueries.used(by: holders, .order, in: caller.account, at: world.now()))
        guard var quote = found else { throw QuoteRefusal.notFound }
        quote.lines = lines
        guard [.draft, .submitted, .approved].contains(quote.state) else { return (quote, nil) }
        let judged = quote.orderRights(of: caller).first(to: .order, quote.total, LimitStanding(limits: limits, uses: uses))
        return (quote, judged?.excess)
    }

    /// - Throws: `QuoteRefusal.notFound`, also for a quote outside the scope.
    package func one(_ reference: DocumentReference<Quote>, by caller: Caller) async throws -> Quote {
        let scope = try caller.scope(of: .readQuotes)
        let (found, lines) = try await database.read(
            caller.rowSecurity, QuoteQueries.find(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account))
        guard var quote = found else { throw QuoteRefusal.notFound }
        quote.lines = lines
        return quote
    }

    /// Newest first, without lines; one more than `limit` where there are that many.
    package func page(_ filter: QuoteFilter, before id: QuoteID?, limit: Int, by caller: Caller) async throws -> [Quote] {
        let scope = try caller.scope(of: .readQuotes)
        return try await database.read(
            caller.rowSecurity, QuoteQueries.page(account: caller.account, scope: scope, filter: filter, before: id, limit: limit + 1))
    }

    /// What differs between two revisions, of which the latest may still be a draft.
    /// - Parameters:
    ///   - from: the one before `to`, if nil.
    ///   - to: the quote as it stands, if nil.
    /// - Throws: `QuoteRefusal.noRevisions`, with each that there is not.
    package func difference(
        _ reference: DocumentReference<Quote>, from: Int?, to: Int?, by caller: Caller
    ) async throws -> QuoteDifference {
        let scope = try caller.scope(of: .readQuotes)
        let wanted = [from, to, to.map { $0 - 1 }].compactMap(\.self)
        let (found, lines, contents) = try await database.read(
            caller.rowSecurity, QuoteQueries.find(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            QuoteRevisionQueries.contents(of: reference, revisions: wanted, account: caller.account))
        guard var quote = found else { throw QuoteRefusal.notFound }
        quote.lines = lines
        return try QuoteDifference(of: quote, submitted: contents, from: from, to: to)
    }

    /// The exact content of a revision that was submitted, as its digest covers it.
    package func revision(_ reference: DocumentReference<Quote>, _ revision: Int, by caller: Caller) async throws -> String {
        let quote = try await one(reference, by: caller)
        let content = try await database.read(
            caller.rowSecurity, QuoteRevisionQueries.content(of: quote.id, revision: revision, account: caller.account))
        guard let content else { throw QuoteRefusal.notFound }
        return content
    }
}
