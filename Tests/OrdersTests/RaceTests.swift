import Accounts
import Approvals
import Catalog
import Kernel
import Orders
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// The verbs of the main path run against each other as they will be: at once. None may end in a deadlock.
@Suite(.database) struct RaceTests {
    /// Neither a deadlock nor a serialization failure came to the surface.
    private func expectRefusals(_ failures: [any Error], _ isExpected: (any Error) -> Bool) {
        for failure in failures { #expect(isExpected(failure), "\(String(reflecting: failure))") }
    }

    private func deadlocks(_ app: TestApp) async throws -> Int {
        try await app.database.owner.query(
            Query<Int>.one("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") { try $0.next(Int.self) })
    }

    @Test func `twenty orders of one quote at once make one order`() async throws {
        let desk = try await Desk.open()
        let (quote, _) = try await desk.approvedQuote()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let outcomes = await race((0..<20).map { _ in { _ = try await desk.ordered(quote, by: ana) } })
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { if case OrderRefusal.alreadyOrdered(let number?) = $0 { number.value == 1 } else { false } }
        let orders = try await ReadOrders(database: desk.app.database.service).page(OrderFilter(), before: nil, limit: 10, by: ana)
        #expect(orders.map(\.number.value) == [1])
        #expect(try await desk.eventKinds().count { $0 == "orderPlaced" } == 1)
        #expect(try await desk.current(quote).state == .ordered)
    }

    @Test(arguments: 1...5)
    func `approving and rejecting at once leave exactly one decision`(_ round: Int) async throws {
        let desk = try await Desk.open()
        let plan = try await desk.submitted(desk.quote(), by: desk.app.caller(desk.app.cast.ana)).plan
        let omar = try await desk.app.caller(desk.app.cast.omar)
        let verdicts: [ApprovalDecision.Verdict] = [.approve, .reject, .return, .approve, .reject]
        let outcomes = await race(verdicts.map { verdict in { _ = try await desk.decided(plan, verdict, by: omar) } })
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { if case ApprovalRefusal.alreadyEnded = $0 { true } else { false } }
        let rows = try await desk.app.database.owner.query(
            Query<Int>.one("SELECT count(*) FROM approval_decisions") { try $0.next(Int.self) })
        #expect(rows == 1)
        #expect(try await desk.eventKinds().count { $0 == "approvalDecided" } == 1)
    }

    @Test(arguments: 1...5)
    func `deciding and recalling at once end in one of the two`(_ round: Int) async throws {
        let desk = try await Desk.open()
        let (ana, omar) = (try await desk.app.caller(desk.app.cast.ana), try await desk.app.caller(desk.app.cast.omar))
        let submitted = try await desk.submitted(desk.quote(), by: ana)
        let outcomes = await race([
            { @Sendable in _ = try await desk.decided(submitted.plan, .approve, by: omar) },
            { @Sendable in _ = try await desk.withdrawn(submitted.quote, .recall, by: ana) },
        ])
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { $0 is ApprovalRefusal || $0 is QuoteRefusal }
        let kinds = try await desk.eventKinds()
        #expect(kinds.contains("quoteApproved") != kinds.contains("quoteRecalled"))
        #expect(try await desk.current(submitted.quote).state == (kinds.contains("quoteApproved") ? .approved : .draft))
        #expect(try await deadlocks(desk.app) == 0)
    }

    @Test(arguments: 1...5)
    func `ordering, cancelling and editing an approved quote at once do one of them, without a deadlock`(_ round: Int) async throws {
        let desk = try await Desk.open()
        let (quote, _) = try await desk.approvedQuote()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let outcomes = await race(
            (0..<4).flatMap { _ -> [@Sendable () async throws -> Void] in
                [
                    { _ = try await desk.ordered(quote, by: ana) }, { _ = try await desk.withdrawn(quote, .cancel, by: ana) },
                    { @Sendable in _ = try await desk.edited(quote, .reprice, by: ana) },
                ]
            })
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { $0 is OrderRefusal || $0 is QuoteRefusal }
        #expect(try await deadlocks(desk.app) == 0)
    }

    @Test func `of two edits of the same version one is told that it is stale`() async throws {
        let desk = try await Desk.open()
        let quote = try await desk.quote()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let outcomes = await race([
            { @Sendable in _ = try await desk.edited(quote, .changeLine(position: 1, quantity: Quantity(3)), by: ana) },
            { @Sendable in _ = try await desk.edited(quote, .addLines([.init(sku: "MO-200", quantity: .one)]), by: ana) },
        ])
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { $0 as? QuoteRefusal == .stale(current: 2) }
        #expect(try await desk.current(quote).version == 2)
    }

    @Test(arguments: 1...5)
    func `editing and submitting at once: what was submitted is what one of them saw`(_ round: Int) async throws {
        let desk = try await Desk.open()
        let quote = try await desk.quote()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let outcomes = await race([
            { @Sendable in _ = try await desk.edited(quote, .addLines([.init(sku: "MO-200", quantity: .one)]), by: ana) },
            { @Sendable in _ = try await desk.submitted(quote, by: ana) },
        ])
        #expect(outcomes.successes == 1)
        expectRefusals(outcomes.failures) { if case QuoteRefusal.stale = $0 { true } else { false } }
        let now = try await desk.current(quote)
        #expect((now.state == .submitted) == (now.lines.count == 1))
    }

    @Test func `many quotes opened at once get the numbers 1, 2, 3, without a gap`() async throws {
        let desk = try await Desk.open()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let outcomes = await race(
            (0..<24).map { index in
                { _ = try await desk.quote([.init(sku: index.isMultiple(of: 4) ? "NB-190" : "MO-200", quantity: .one)], by: ana) }
            })
        #expect(outcomes.successes == 18)
        let numbers = try await desk.app.database.owner.query(
            Query.all("SELECT number FROM quotes ORDER BY number") { try $0.next(Int.self) })
        #expect(numbers == Array(1...18))
    }
}
