package import Accounts
package import Approvals
package import Catalog
package import Kernel
package import Orders
import Postgres
package import Quotes

/// The verbs of the main path over a `TestApp`, as its routes would call them.
package struct Desk: Sendable {
    package let app: TestApp
    package let create: CreateQuote
    package let edit: EditQuote
    package let submit: SubmitQuote
    package let withdraw: WithdrawQuote
    package let decide: DecideApproval
    package let place: PlaceOrder

    package init(_ app: TestApp) {
        self.app = app
        let (lists, world) = (LoadPriceList(), app.world)
        let today = PriceQuoteToday(priceLists: lists, world: world)
        create = CreateQuote(priceLists: lists, world: world)
        edit = EditQuote(priceLists: lists, world: world)
        submit = SubmitQuote(today: today, world: world)
        withdraw = WithdrawQuote(world: world)
        decide = DecideApproval(subjects: [QuoteApprovals.subject], world: world)
        place = PlaceOrder(today: today, world: world)
    }

    package static func open() async throws -> Desk { Desk(try await TestApp.open()) }

    /// Ana's quote of 12 notebooks at 999.50: above the approval limit.
    package func quote(_ lines: [LineRequest] = [LineRequest(sku: "NB-100", quantity: Quantity(12))]) async throws -> Quote {
        try await quote(lines, by: app.caller(app.cast.ana))
    }

    package func quote(_ lines: [LineRequest], by caller: Caller) async throws -> Quote {
        try await app.write(as: caller) { transaction in
            try await create(.init(name: "Notebooks", lines: lines), by: caller, in: transaction)
        }
    }

    package func edited(_ quote: Quote, _ change: EditQuote.Edit, by caller: Caller, expecting version: Int? = nil) async throws -> Quote {
        try await app.write(as: caller) { transaction in
            try await edit(.id(quote.id), change, by: caller, expecting: version ?? quote.version, in: transaction)
        }
    }

    package func submitted(_ quote: Quote, by caller: Caller) async throws -> SubmittedQuote {
        try await app.write(as: caller) { transaction in
            try await submit(.id(quote.id), by: caller, expecting: quote.version, in: transaction)
        }
    }

    package func withdrawn(_ quote: Quote, _ way: WithdrawQuote.Way, by caller: Caller) async throws -> Quote {
        try await app.write(as: caller) { transaction in
            try await withdraw(.id(quote.id), way, by: caller, expecting: quote.version, in: transaction)
        }
    }

    package func decided(
        _ plan: ApprovalPlan, _ verdict: ApprovalDecision.Verdict, by caller: Caller, on digest: Digest? = nil
    ) async throws -> DecidedApproval {
        try await app.write(as: caller) { transaction in
            try await decide(
                plan.id, .init(verdict: verdict, comment: nil, digest: digest ?? plan.subject.digest), by: caller, in: transaction)
        }
    }

    package func ordered(_ quote: Quote, by caller: Caller) async throws -> Order {
        try await app.write(as: caller) { transaction in
            try await place(.id(quote.id), by: caller, expecting: quote.version, in: transaction)
        }
    }

    /// The quote as it stands now.
    package func current(_ quote: Quote) async throws -> Quote {
        try await ReadQuotes(database: app.database.service).one(.id(quote.id), by: app.caller(app.cast.ada))
    }

    /// One that Omar has approved.
    package func approvedQuote() async throws -> (quote: Quote, plan: ApprovalPlan) {
        let draft = try await quote()
        let plan = try await submitted(draft, by: app.caller(app.cast.ana)).plan
        _ = try await decided(plan, .approve, by: app.caller(app.cast.omar))
        return (try await current(draft), plan)
    }

    /// Of acme's ledger, oldest first.
    package func eventKinds() async throws -> [String] {
        try await app.database.owner.query(
            Query.all("SELECT kind FROM events WHERE account_id = \(app.cast.acme.id) ORDER BY sequence") { try $0.next(String.self) })
    }
}

/// Runs every task at once and answers how each ended.
package func race<Value: Sendable>(_ tasks: [@Sendable () async throws -> Value]) async -> [Result<Value, any Error>] {
    await withTaskGroup(of: Result<Value, any Error>.self) { group in
        for task in tasks {
            group.addTask {
                do { return .success(try await task()) } catch { return .failure(error) }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

extension [Result<Void, any Error>] {
    /// How many succeeded.
    package var successes: Int { count { if case .success = $0 { true } else { false } } }

    package var failures: [any Error] { compactMap { if case .failure(let error) = $0 { error } else { nil } } }
}
