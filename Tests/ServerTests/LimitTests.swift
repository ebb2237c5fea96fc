import Accounts
import Approvals
import Catalog
import HTTPTypes
import Kernel
import Orders
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// Limits over HTTP: what is refused, with which facts, and what is told before.
@Suite(.database) struct LimitTests {
    static func limit(_ app: TestApp, _ person: CastPerson, _ limits: (String, String, String)..., version: Int = 1) async throws {
        let member = try #require(person.membership?.id)
        let list = limits.map { #"{"act": "\#($0.0)", "period": "\#($0.1)", "limit": {"amount": "\#($0.2)", "currency": "EUR"}}"# }
        let answer = try await app.by(app.cast.ada).send(
            .patch, app.path("/members/\(member)"), headers: [.ifMatch: "\"v\(version)\""],
            json: #"{"limits": [\#(list.joined(separator: ", "))]}"#)
        #expect(answer.status == 200)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
    }

    /// Of Ana's: two notebooks for 2080.00 need Omar's approval.
    static func waiting(_ app: TestApp) async throws -> (here: String, plan: JSONValue) { try await Story(app: app).submitted() }

    static func approved(_ app: TestApp) async throws -> (here: String, version: String) {
        let (here, plan) = try await waiting(app)
        #expect(try await Story(app: app).decide(plan, "approve").status == 200)
        let read = try await app.by(app.cast.ana).get(here)
        return (here, read.headers[.eTag] ?? "")
    }

    static func order(_ app: TestApp, _ quote: (here: String, version: String)) async throws -> RouterAnswer {
        try await app.by(app.cast.ana).post(quote.here + "/order", headers: [.ifMatch: quote.version])
    }

    @Test func `an order above the limit of one is refused with the facts, and the quote does not offer it`() async throws {
        let app = try await TestApp.open()
        try await Self.limit(app, app.cast.ana, ("order", "each", "2079.99"))
        let quote = try await Self.approved(app)
        let refused = try await Self.order(app, quote)
        #expect(refused.status == 403)
        #expect(refused.problem == "limit-exceeded")
        #expect(refused.json?["period"]?.text == "each")
        #expect(refused.json?["limit"]?["amount"]?.text == "2079.99")
        #expect(refused.json?["asked"]?["amount"]?.text == "2080.00")
        #expect(refused.json?["used"] == nil)
        let read = try await app.by(app.cast.ana).get(quote.here)
        #expect(read.json?["limit"]?["limit"]?["amount"]?.text == "2079.99")
        #expect(read.json?["actions"]?.items?.contains { $0["rel"]?.text == "order" } == false)
        // Somebody with a higher limit orders it.
        let other = try await app.by(app.cast.ada).get(quote.here)
        #expect(other.json?["limit"] == nil)
        let ordered = try await app.by(app.cast.ada).post(quote.here + "/order", headers: [.ifMatch: quote.version])
        #expect(ordered.status == 201)
        #expect(ordered.json?["placedBy"]?["name"]?.text == "Ada Adler")
    }

    @Test func `submitting is not refused by a limit, and its answer says what stands in the way`() async throws {
        let app = try await TestApp.open()
        try await Self.limit(app, app.cast.ana, ("order", "month", "0.00"))
        let made = try await app.by(app.cast.ana).post(
            app.path("/quotes"), #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": 1}]}"#)
        let here = try #require(made.headers[.location])
        let submitted = try await app.by(app.cast.ana).post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.status == 200)
        #expect(submitted.json?["quote"]?["limit"]?["left"]?["amount"]?.text == "0.00")
        #expect(submitted.json?["quote"]?["limit"]?["from"]?.text == "2026-06-01")
        #expect(submitted.json?["quote"]?["actions"]?.items?.contains { $0["rel"]?.text == "order" } == false)
    }

    @Test func `a month's orders add up, what is left is told, and the next month begins anew in the account's zone`() async throws {
        let app = try await TestApp.open()
        try await Self.limit(app, app.cast.ana, ("order", "month", "4200.00"))
        var quotes: [(String, String)] = []
        for _ in 0..<3 { quotes.append(try await Self.approved(app)) }
        #expect(try await Self.order(app, quotes[0]).status == 201)
        #expect(try await Self.order(app, quotes[1]).status == 201)
        let refused = try await Self.order(app, quotes[2])
        #expect(refused.problem == "limit-exceeded")
        #expect(refused.json?["used"]?["amount"]?.text == "4160.00")
        #expect(refused.json?["left"]?["amount"]?.text == "40.00")
        #expect(refused.json?["from"]?.text == "2026-06-01")
        #expect(refused.json?["to"]?.text == "2026-06-30")
        let limits = try await app.by(app.cast.ana).get("/v1/me").json?["accounts"]?.items?.first?["limits"]?.items
        #expect(limits?.first?["left"]?.items?.first?["amount"]?.text == "40.00")
        #expect(limits?.first?["to"]?.text == "2026-06-30")
        // 22:00 of 30 June in UTC is the first of July in Berlin.
        app.clock.set(Instant("2026-06-30T21:59:59Z")!)
        let ana = try await Story(app: app).signIn(app.cast.ana)
        let late = try await ana.post(quotes[2].0 + "/order", headers: [.ifMatch: quotes[2].1])
        #expect(late.problem == "limit-exceeded" || late.problem == "price-hold-over")
        app.clock.set(Instant("2026-06-30T22:00:00Z")!)
        let july = try await ana.get("/v1/me").json?["accounts"]?.items?.first?["limits"]?.items?.first
        #expect(july?["from"]?.text == "2026-07-01")
        #expect(july?["left"]?.items?.first?["amount"]?.text == "4200.00")
    }

    @Test func `an approver whose limit of one document is lower is not eligible, and nobody asks in vain`() async throws {
        let app = try await TestApp.open()
        try await Self.limit(app, app.cast.omar, ("approve", "each", "2000.00"))
        let made = try await app.by(app.cast.ana).post(
            app.path("/quotes"), #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "2"}]}"#)
        let here = try #require(made.headers[.location])
        let refused = try await app.by(app.cast.ana).post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(refused.problem == "nobody-eligible")
        #expect(refused.json?["excluded"]?.items?.first?["because"]?.text == "limit")
        #expect(refused.json?["excluded"]?.items?.first?["name"]?.text == "Omar Haddad")
    }

    @Test func `who may not approve so much may still return it, and the decision page says so`() async throws {
        let app = try await TestApp.open()
        let (_, first) = try await Self.waiting(app)
        let (_, plan) = try await Self.waiting(app)
        try await Self.limit(app, app.cast.omar, ("approve", "week", "2100.00"))
        #expect(try await Story(app: app).decide(first, "approve").status == 200)
        let page = try await app.by(app.cast.omar).get(app.path("/approvals/\(plan["id"]?.text ?? "")"))
        #expect(page.json?["limit"]?["period"]?.text == "week")
        #expect(page.json?["limit"]?["from"]?.text == "2026-06-15")
        #expect(page.json?["actions"]?.items?.first?["rel"]?.text == "decide")
        let story = Story(app: app)
        #expect(try await story.decide(plan, "approve").problem == "limit-exceeded")
        #expect(try await story.decide(plan, "return").status == 200)
    }

    @Test func `no limit is lowered while something waits that nobody else could approve then`() async throws {
        let app = try await TestApp.open()
        let (_, plan) = try await Self.waiting(app)
        let omar = try #require(app.cast.omar.membership?.id)
        let lowered = try await app.by(app.cast.ada).send(
            .patch, app.path("/members/\(omar)"), headers: [.ifMatch: "\"v1\""],
            json: #"{"limits": [{"act": "approve", "period": "each", "limit": {"amount": "2079.99", "currency": "EUR"}}]}"#)
        #expect(lowered.problem == "nobody-else-eligible")
        #expect(lowered.json?["steps"]?.items?.first?["approval"] == plan["id"])
    }

    @Test func `an approval that comes to nothing counts no longer`() async throws {
        let app = try await TestApp.open()
        try await Self.limit(app, app.cast.omar, ("approve", "year", "2080.00"))
        let story = Story(app: app)
        let (here, plan) = try await Self.waiting(app)
        #expect(try await story.decide(plan, "approve").status == 200)
        let (_, second) = try await Self.waiting(app)
        #expect(try await story.decide(second, "approve").json?["left"]?["amount"]?.text == "0.00")
        let version = try await app.by(app.cast.ana).get(here).headers[.eTag] ?? ""
        #expect(try await app.by(app.cast.ana).post(here + "/cancel", headers: [.ifMatch: version]).status == 200)
        #expect(try await story.decide(second, "approve").status == 200)
    }

    @Test func `a role's limit is that of those who have it, and nobody gives a higher one than they hold`() async throws {
        let app = try await TestApp.open()
        let ada = app.by(app.cast.ada)
        let limits = #"[{"act": "order", "period": "each", "limit": {"amount": "100.00", "currency": "EUR"}}]"#
        let permissions = #"[{"permission": "order", "scope": "own"}, {"permission": "readQuotes", "scope": "own"}]"#
        let made = try await ada.post(
            app.path("/roles"), #"{"key": "junior", "name": "Junior", "permissions": \#(permissions), "limits": \#(limits)}"#)
        #expect(made.status == 201)
        #expect(made.json?["limits"]?.items?.first?["limit"]?["amount"]?.text == "100.00")
        let sam = try #require(app.cast.sam.membership?.id)
        _ = try await ada.send(
            .patch, app.path("/members/\(sam)"), headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["shopper", "junior"]}"#)
        let told = try await app.by(app.cast.sam).get("/v1/me").json?["accounts"]?.items?.first?["limits"]?.items?.first
        #expect(told?["limits"]?.items?.first?["amount"]?.text == "100.00")
        let raised = limits.replacing("100.00", with: "900.00")
        let changed = try await ada.send(
            .patch, app.path("/roles/junior"), headers: [.ifMatch: "\"v1\""], json: #"{"limits": \#(raised)}"#)
        #expect(changed.json?["limits"]?.items?.first?["limit"]?["amount"]?.text == "900.00")
        #expect(changed.json?["version"] == .integer(2))
        // Ada's own limit is lowered behind her back.
        let ada2 = try #require(app.cast.ada.membership?.id)
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO spending_limits (account_id, id, membership_id, act, period, amount, currency)
                VALUES (\(app.cast.acme.id), gen_random_uuid(), \(ada2), 'order', 'each', 500, 'EUR')
                """))
        let higher = try await ada.send(
            .patch, app.path("/roles/junior"), headers: [.ifMatch: "\"v2\""], json: #"{"limits": \#(raised.replacing("900", with: "901"))}"#
        )
        #expect(higher.problem == "more-than-your-limit")
        let none = try await ada.send(.patch, app.path("/roles/junior"), headers: [.ifMatch: "\"v2\""], json: #"{"limits": []}"#)
        #expect(none.problem == "more-than-your-limit", "no limit is higher than any")
        let lower = try await ada.send(.patch, app.path("/roles/junior"), headers: [.ifMatch: "\"v2\""], json: #"{"limits": \#(limits)}"#)
        #expect(lower.status == 200, "lowering is never refused")
    }

    @Test(arguments: 1...3)
    func `orders at once never pass a limit of the month`(_ round: Int) async throws {
        let app = try await TestApp.open()
        let desk = Desk(app)
        try await Self.limit(app, app.cast.ana, ("order", "month", "1000.00"))
        let ana = try await app.caller(app.cast.ana)
        var quotes: [Quote] = []
        for _ in 0..<8 {
            quotes.append(try await desk.submitted(desk.quote([.init(sku: "MO-200", quantity: .one)]), by: ana).quote)
        }
        let price = try #require(quotes.first?.total.tenThousandths)
        let fits = min(8, Int(10_000_000 / price))
        let outcomes = await race(quotes.map { quote in { _ = try await desk.ordered(quote, by: ana) } })
        #expect(outcomes.successes == fits)
        #expect(fits < 8, "else the test proves nothing")
        for failure in outcomes.failures { #expect(failure is LimitRefusal, "\(failure)") }
    }
}
