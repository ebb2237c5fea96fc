import Accounts
import Approvals
import Catalog
import Foundation
import Kernel
import Ledger
import Orders
import Persistence
import Postgres
import PurveyorTesting
import Testing

@testable import Quotes

/// Submit, decide, order, withdraw, edit: what each loads, decides, records and tells the ledger.
@Suite(.database) struct PurchaseTests {
    @Test func `a quote is built, submitted, approved and ordered at the prices that were shown`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let (ana, omar) = (try await app.caller(app.cast.ana), try await app.caller(app.cast.omar))
        let draft = try await desk.quote()
        #expect(draft.lines.map(\.unitPrice.amount) == ["999.50"] && draft.total.amount == "11994.00")
        let submitted = try await desk.submitted(draft, by: ana)
        #expect(submitted.plan.state == .pending && submitted.eligible.map(\.person) == [app.cast.omar.person.id])
        let decided = try await desk.decided(submitted.plan, .approve, by: omar)
        #expect(decided.plan.state == .approved)
        let approved = try await desk.current(draft)
        let order = try await desk.ordered(approved, by: ana)
        #expect(order.total == draft.total && order.lines.map(\.unitPrice) == draft.lines.map(\.unitPrice))
        let stored = try await ReadOrders(database: app.database.service).one(.id(order.id), by: ana)
        #expect(stored.lines == order.lines && stored.total == order.total)
        let kinds = try await desk.eventKinds().suffix(5)
        #expect(kinds == ["quoteCreated", "quoteSubmitted", "approvalDecided", "quoteApproved", "orderPlaced"])
        for line in stored.lines {
            let receipt = try JSONDecoder().decode(Receipt.self, from: Data(try #require(line.receipt).utf8))
            #expect(throws: Never.self) { try receipt.check() }
        }
        let totals = try await app.database.service.read(ana.rowSecurity, OrderQueries.totals(account: ana.account))
        #expect(totals.map(\.ordered) == [order.total] && totals.map(\.orderCount) == [1] && totals.map(\.year) == [2026])
    }

    @Test func `what is not above the limit is approved at once and can be ordered`() async throws {
        let desk = try await Desk.open()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let submitted = try await desk.submitted(desk.quote([.init(sku: "MO-200", quantity: Quantity(5))], by: ana), by: ana)
        #expect(submitted.quote.state == .approved && submitted.plan.steps.isEmpty)
        #expect(try await desk.ordered(submitted.quote, by: ana).total.amount == "949.95")
    }

    @Test func `nobody approves what they asked for or submitted, and a stranger to the step neither`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let ana = try await app.caller(app.cast.ana)
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{buyer,approver}' WHERE id = \(app.cast.ana.membership?.id)"))
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(app.cast.ada.membership?.id)"))
        let second = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        let (deciding, ada) = (try await second.caller(app.cast.ana), try await second.caller(app.cast.ada))
        let own = try await desk.submitted(desk.quote(), by: deciding)
        await #expect(throws: ApprovalRefusal.ownRequest(.requested)) { try await desk.decided(own.plan, .approve, by: deciding) }
        let forAna = try await desk.submitted(desk.quote(), by: ada)
        #expect(forAna.eligible.map(\.person) == [app.cast.omar.person.id])
        await #expect(throws: ApprovalRefusal.ownRequest(.submitted)) { try await desk.decided(forAna.plan, .approve, by: ada) }
        await #expect(throws: ApprovalRefusal.ownRequest(.requested)) { try await desk.decided(forAna.plan, .approve, by: deciding) }
        await #expect(throws: AccessRefusal.notPermitted(.decideApprovals)) { try await desk.decided(own.plan, .approve, by: ana) }
        #expect(try await desk.decided(own.plan, .approve, by: ada).plan.state == .approved)
    }

    @Test func `a step belongs to those with its role, in the inbox too`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(app.cast.ada.membership?.id)"))
        let policy = ApprovalPolicy(
            version: 2,
            rules: [.init(name: "Approver", above: nil, role: .approver), .init(name: "Admin", above: nil, role: .accountAdmin)])
        try await app.database.owner.query(ApprovalQueries.publish(policy, account: app.cast.acme.id, at: app.clock.now))
        let second = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        let (ana, omar, ada) = (
            try await second.caller(app.cast.ana), try await second.caller(app.cast.omar), try await second.caller(app.cast.ada)
        )
        let read = ReadApprovals(database: app.database.service, subjects: [QuoteApprovals.subject], world: app.world)
        let plan = try await desk.submitted(desk.quote(), by: ana).plan
        #expect(try await read.inbox(after: nil, limit: 10, by: omar).map(\.row.id) == [plan.id])
        let half = try await desk.decided(plan, .approve, by: omar).plan
        #expect(half.state == .pending && half.waitingStep?.role == .accountAdmin)
        #expect(try await read.inbox(after: nil, limit: 10, by: omar).isEmpty)
        await #expect(throws: ApprovalRefusal.notYours) { try await desk.decided(plan, .approve, by: omar) }
        #expect(try await read.inbox(after: nil, limit: 10, by: ada).map(\.row.id) == [plan.id])
        #expect(try await desk.decided(plan, .approve, by: ada).plan.state == .approved)
    }

    @Test func `a decision on other content, of another revision or after the end changes nothing`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let (ana, omar) = (try await app.caller(app.cast.ana), try await app.caller(app.cast.omar))
        let first = try await desk.submitted(desk.quote(), by: ana)
        let recalled = try await desk.withdrawn(first.quote, .recall, by: ana)
        #expect(recalled.state == .draft && recalled.revision == 2)
        await #expect(throws: ApprovalRefusal.alreadyEnded(.recalled)) { try await desk.decided(first.plan, .approve, by: omar) }
        let edited = try await desk.edited(recalled, .addLines([.init(sku: "MO-200", quantity: .one)]), by: ana)
        let second = try await desk.submitted(edited, by: ana)
        #expect(second.plan.subject.revision == 2 && second.plan.subject.digest != first.plan.subject.digest)
        let before = try await desk.eventKinds()
        let refusal = try await #require(throws: ApprovalRefusal.self) {
            try await desk.decided(second.plan, .approve, by: omar, on: first.plan.subject.digest)
        }
        guard case .otherContent(second.plan.subject.digest, 2, let seen?) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(seen.revision == 1 && seen.difference["from"] == .number(1) && seen.difference["to"] == .number(2))
        let unheard = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        await #expect(throws: ApprovalRefusal.otherContent(current: second.plan.subject.digest, revision: 2)) {
            try await desk.decided(second.plan, .approve, by: omar, on: unheard)
        }
        // The ended plan of the first revision names the one that waits, with the same difference.
        let next = NextApproval(id: second.plan.id, revision: 2, digest: second.plan.subject.digest, seen: seen)
        await #expect(throws: ApprovalRefusal.alreadyEnded(.recalled, next: next)) {
            try await desk.decided(first.plan, .approve, by: omar)
        }
        #expect(try await desk.eventKinds() == before)
        let rejected = try await desk.decided(second.plan, .reject, by: omar)
        #expect(rejected.plan.state == .rejected)
        await #expect(throws: OrderRefusal.notApproved(.rejected)) { try await desk.ordered(desk.current(edited), by: ana) }
    }

    @Test func `after the hold nothing is ordered or submitted, the difference is told, and repricing starts anew`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let ana = try await app.caller(app.cast.ana)
        let (quote, _) = try await desk.approvedQuote()
        try await app.database.owner.query(Query<Void>("UPDATE price_tiers SET unit_price = 1010 WHERE unit_price = 999.5"))
        app.clock.advance(by: .seconds(30 * 86_400))
        let fresh = Desk(app)
        let expected = QuoteRefusal.priceHoldOver([
            .init(position: 1, sku: "NB-100", shown: quote.lines[0].unitPrice, now: Money("1010", Cast.currency))
        ])
        await #expect(throws: expected) { try await fresh.ordered(quote, by: ana) }
        let repriced = try await fresh.edited(quote, .reprice, by: ana)
        #expect(repriced.state == .draft && repriced.revision == 2 && repriced.lines.map(\.unitPrice.amount) == ["1010.00"])
        app.clock.advance(by: .seconds(30 * 86_400))
        await #expect(throws: QuoteRefusal.self) { try await fresh.submitted(repriced, by: ana) }
    }

    @Test func `a moment before the hold ends the order has the shown price, whatever the price is by then`() async throws {
        let desk = try await Desk.open()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let (quote, _) = try await desk.approvedQuote()
        try await desk.app.database.owner.query(Query<Void>("UPDATE price_tiers SET unit_price = unit_price * 2"))
        desk.app.clock.advance(by: .seconds(30 * 86_400 - 1))
        #expect(try await Desk(desk.app).ordered(quote, by: ana).total == quote.total)
    }

    @Test func `nothing outside the assortment, ended or without a price gets into a quote, all faults at once`() async throws {
        let desk = try await Desk.open()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        let before = try await desk.eventKinds()
        let lines = ["NB-190", "NB-180", "SV-360", "NO-SUCH", "MO-200"].map { LineRequest(sku: $0, quantity: .one) }
        let refusal = try await #require(throws: QuoteRefusal.self) { try await desk.quote(lines, by: ana) }
        guard case .lines(let faults) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(faults.map(\.pointer) == ["/lines/0/sku", "/lines/1/sku", "/lines/2/sku", "/lines/3/sku"])
        #expect(faults.map(\.code) == ["unknownProduct", "unknownProduct", "priceOnRequest", "unknownProduct"])
        #expect(try await desk.eventKinds() == before)
    }

    @Test func `a shopper sends for approval and never orders; nobody orders another's quote by its id`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let (quote, _) = try await desk.approvedQuote()
        let (sam, ravi) = (try await app.caller(app.cast.sam), try await app.caller(app.cast.ravi, in: app.cast.rival))
        await #expect(throws: AccessRefusal.notPermitted(.order)) { try await desk.ordered(quote, by: sam) }
        await #expect(throws: QuoteRefusal.notFound) { try await desk.ordered(quote, by: ravi) }
        await #expect(throws: QuoteRefusal.notFound) { try await desk.edited(quote, .reprice, by: sam) }
        await #expect(throws: QuoteRefusal.notFound) { try await desk.withdrawn(quote, .cancel, by: ravi) }
    }
}
