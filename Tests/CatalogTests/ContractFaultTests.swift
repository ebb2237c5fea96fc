import Accounts
import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// What a draft may not say: found before anything is made of it.
struct ContractFaultTests {
    private let record = ContractRecord(
        id: .init(UUID()), number: "C-1", name: "C", unit: .init(UUID()), currency: .init("EUR")!, revision: 1, endedOn: nil, draft: nil,
        versions: [])

    private func told(_ content: ContractContent) -> [String] {
        var known = content.names
        known.skus.remove("NO-1")
        return content.faults(of: record, known: known).map { "\($0.pointer) \($0.code)" }
    }

    private func content(
        lists: [ContractContent.ProductList] = [], including names: [String] = [], rules: [ContractContent.Rule] = []
    ) -> ContractContent {
        ContractContent(
            validFrom: LocalDate("2026-01-01")!, productLists: lists,
            assortment: names.map { .init(effect: "include", selector: "list", value: $0) }
                + [.init(effect: "include", selector: "product", value: "NB-100")], rules: rules)
    }

    @Test func `a product stands in a list once, and an entry in the assortment`() {
        #expect(
            told(content(lists: [.init(name: "A", skus: ["NB-100", "NO-1", "NB-100", "NO-1"])], including: ["A", "A"])) == [
                "/productLists/0/skus/1 unknownProduct", "/productLists/0/skus/2 twice", "/productLists/0/skus/3 twice",
                "/assortment/1 twice",
            ])
        #expect(told(content(lists: [.init(name: "A", skus: ["NB-100"])], including: ["A"])) == [])
    }

    @Test func `what the lists come to is counted before it is taken apart`() {
        let skus = (0..<Limits.contractRules).map { "P-\($0)" }
        let halves = [
            ContractContent.ProductList(name: "A", skus: Array(skus.prefix(5000))), .init(name: "B", skus: Array(skus.suffix(5000))),
        ]
        #expect(told(content(lists: halves, including: ["A"])) == [])
        #expect(told(content(lists: halves, including: ["A", "B"])) == ["/assortment tooMany"], "one product more")
        let hundred = (0..<100).map { ContractContent.ProductList(name: "L\($0)", skus: skus) }
        #expect(told(content(lists: hundred, including: hundred.map(\.name))) == ["/productLists tooMany", "/assortment tooMany"])
        #expect(told(content(lists: [hundred[0]], including: Array(repeating: "L0", count: 10_000))).contains("/assortment tooMany"))
        let steps = (1...100).map { ContractContent.Tier(from: Quantity($0), percent: "5") }
        let rule = ContractContent.Rule(
            kind: .discount, selector: "everything", value: nil, priority: 0, cumulative: false, tiers: steps)
        #expect(told(content(rules: Array(repeating: rule, count: 500))) == [])
        #expect(told(content(rules: Array(repeating: rule, count: 501))) == ["/rules tooMany"])
    }

    @Test func `what comes to more than a version holds is never taken apart, by nobody who asks`() {
        let skus = (0..<3000).map { "P-\($0)" }
        func draft(_ times: Int) -> ContractDraft? {
            content(lists: [.init(name: "L", skus: skus)], including: Array(repeating: "L", count: times))
                .draft(number: "C-1", name: "C", currency: record.currency)
        }
        #expect(draft(3)?.assortment.count == 9001)
        #expect(draft(4) == nil, "nine million entries would be made of 3,000 of these")
    }

    @Test(arguments: [
        (ContractContent.Tier(from: Quantity(0), percent: "100"), ["/rules/0/tiers/0/percent sayFree"]),
        (.init(from: Quantity(0), percent: "100.0000"), ["/rules/0/tiers/0/percent sayFree"]),
        (.init(from: Quantity(0), percent: "99.9999"), []),
    ])
    func `a discount of all of it is no discount`(_ tier: ContractContent.Tier, _ expected: [String]) {
        let rule = ContractContent.Rule(
            kind: .discount, selector: "everything", value: nil, priority: 0, cumulative: false, tiers: [tier])
        #expect(told(content(rules: [rule])) == expected)
    }

    @Test func `a step of which one line cannot be priced is none`() {
        let tiers = ["0", "1000", "1000000"].map {
            ContractContent.Tier(from: Quantity($0)!, price: Money("9000000000.00", .init("EUR")!))
        }
        let rule = ContractContent.Rule(
            kind: .fixed, selector: "product", value: "NB-100", priority: 0, cumulative: false, tiers: tiers)
        #expect(told(content(rules: [rule])) == ["/rules/0/tiers/2/from tooLarge"])
    }

    @Test func `nobody commits to nothing, and no rebate begins below it`() {
        var draft = content()
        let euro = Currency("EUR")!
        func commitment(_ revenue: String?, _ volume: String?) -> ContractContent.Commitment {
            .init(
                period: .year, selector: "everything", value: nil, revenue: revenue.flatMap { Money($0, euro) },
                volume: volume.flatMap { Quantity($0) })
        }
        draft.commitments = [commitment("-5.00", nil), commitment("0", nil), commitment(nil, "0"), commitment("0.01", nil)]
        draft.rebates = [
            .init(period: .year, tiers: [.init(from: Money("-1", euro)!, percent: "1"), .init(from: Money("0", euro)!, percent: "2")])
        ]
        #expect(
            told(draft) == [
                "/commitments/0/revenue/amount notPositive", "/commitments/1/revenue/amount notPositive",
                "/commitments/2/volume notPositive", "/rebates/0/tiers/0/from/amount negative",
            ])
    }

    @Test func `the last day of all is no end`() {
        #expect(DaySpan(from: LocalDate("2026-01-01")!, to: LocalDate("9999-12-31")!) == DaySpan(from: LocalDate("2026-01-01")!, to: nil))
        var open = record
        open.versions = [
            .init(number: 1, validFrom: LocalDate("2026-01-01")!, validTo: nil, publishedAt: Instant(microseconds: 0))
        ]
        let next = ContractContent(validFrom: LocalDate("2026-07-01")!, validTo: LocalDate("9999-12-31")!)
        #expect(next.overlaps(with: open).isEmpty)
        open.versions.insert(
            .init(number: 2, validFrom: LocalDate("2026-07-01")!, validTo: LocalDate("9999-12-31")!, publishedAt: Instant(microseconds: 0)),
            at: 0)
        #expect(open.daysInForce.map { $0.spans.map { $0.last?.description } } == [[nil], ["2026-06-30"]])
    }
}

/// The same where it comes in.
@Suite(.database) struct ContractFaultStoryTests {
    private func draft(_ rest: String) -> String {
        #"{"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "everything"}]\#(rest)}"#
    }

    private func begin(_ app: TestApp, _ draft: String, number: String = "C-2", currency: String = "EUR") async throws -> RouterAnswer {
        try await app.by(app.cast.rita).post(
            app.path("/contracts"),
            #"{"number": "\#(number)", "name": "N", "unit": "\#(app.cast.engineering.id)", "#
                + #""currency": "\#(currency)", "draft": \#(draft)}"#)
    }

    @Test func `a small draft that would be half a million entries is refused, and nothing is published`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let skus = Array(repeating: "\"NB-100\"", count: 2000).joined(separator: ",")
        let entries = Array(repeating: #"{"effect": "include", "selector": "list", "value": "A"}"#, count: 250).joined(separator: ",")
        let body = #"{"validFrom": "2026-01-01", "productLists": [{"name": "A", "skus": [\#(skus)]}], "assortment": [\#(entries)]}"#
        let path = try #require(try await begin(app, body).headers[.location])
        #expect(try await rita.get(path + "/check").json?["publishable"] == .bool(false))
        let before = try await app.database.contents()
        let refused = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(refused.status == 422 && refused.faults.contains("/assortment tooMany") && refused.faults.contains("/assortment/1 twice"))
        #expect(try await app.database.contents() == before)
    }

    @Test func `a draft may be as large as its rules may be many`() async throws {
        let app = try await TestApp.open()
        let rules = (0..<Limits.contractRules).map { index in
            #"{"kind": "fixed", "selector": "product", "value": "NB-100", "priority": \#(index), "tiers": [{"from": "0", "#
                + #""price": {"amount": "1000.00", "currency": "EUR"}}, {"from": "10", "price": {"amount": "990.00", "currency": "EUR"}}]}"#
        }
        let draft = draft(#", "rules": [\#(rules.joined(separator: ","))]"#)
        #expect(draft.utf8.count > Limits.bodyBytes && draft.utf8.count < Limits.contractBodyBytes)
        #expect(try await begin(app, draft).status == 201)
        #expect(try await app.client.get("/v1/limits").json?["contractBodyBytes"] == .integer(Limits.contractBodyBytes))
    }

    @Test(arguments: ["A/1", "..", "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f", " K-1", "K-1 ", "K-1\\u00a0"])
    func `a contract has a number that a path can name`(_ number: String) async throws {
        let app = try await TestApp.open()
        #expect(try await begin(app, draft(""), number: number).faults == ["/number notANumber"])
    }

    @Test func `a price that is held for no day would be over when it is quoted`() async throws {
        let app = try await TestApp.open()
        #expect(try await begin(app, draft(#", "priceHoldDays": 0"#)).faults == ["/draft/priceHoldDays outOfRange"])
        #expect(try await begin(app, draft(#", "priceHoldDays": 1"#)).status == 201)
        // One from before there was this rule.
        try await app.database.owner.query(
            Query<Void>("UPDATE contract_drafts SET content = replace(content, '\"priceHoldDays\":1,', '\"priceHoldDays\":0,')"))
        let refused = try await app.by(app.cast.rita).post(app.path("/contracts/C-2/publish"), headers: [.ifMatch: "\"v1\""])
        #expect(refused.faults == ["/priceHoldDays outOfRange"])
    }

    @Test func `a number is one however it is written, and found by either`() async throws {
        let app = try await TestApp.open()
        #expect(try await begin(app, draft(""), number: "K-1").status == 201)
        let taken = try await begin(app, draft(""), number: "k-1")
        #expect(taken.status == 409 && taken.problem == "contract-number-taken")
        #expect(try await app.by(app.cast.rita).get(app.path("/contracts/k-1")).json?["number"]?.text == "K-1")
        let made = await race(
            (1...4).map { index in
                { @Sendable in try await begin(app, draft(""), number: index % 2 == 0 ? "R-1" : "r-1").status }
            })
        #expect(try made.map { try $0.get() }.sorted() == [201, 409, 409, 409])
    }

    @Test func `what was never published does not end`() async throws {
        let app = try await TestApp.open()
        let path = try #require(try await begin(app, draft("")).headers[.location])
        let refused = try await app.by(app.cast.rita).post(
            path + "/terminate", headers: [.ifMatch: "\"v1\""], #"{"on": "2026-12-31"}"#)
        #expect(refused.status == 409 && refused.problem == "contract-never-published")
    }

    @Test func `a contract in another currency is told, and not refused`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let path = try #require(try await begin(app, draft(""), currency: "USD").headers[.location])
        let check = try await rita.get(path + "/check")
        #expect(check.json?["publishable"] == .bool(true))
        #expect(check.json?["warnings"]?.items?.map { $0["code"]?.text } == ["notTheAccounts"])
        let published = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(published.json?["warnings"]?.items?.count == 1)
        let own = try #require(try await begin(app, draft(""), number: "C-3").headers[.location])
        #expect(try await rita.get(own + "/check").json?["warnings"]?.items?.isEmpty == true)
    }

    @Test func `the list goes page by page by number, and says where a contract was ended`() async throws {
        let app = try await TestApp.open()
        let (rita, ana) = (app.by(app.cast.rita), app.by(app.cast.ana))
        for number in ["b", "C-10", "C-2", "ä"] {
            let path = try #require(try await begin(app, draft(""), number: number).headers[.location])
            if number == "b" { continue }
            #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        }
        _ = try await rita.post(app.path("/contracts/C-2/terminate"), headers: [.ifMatch: "\"v2\""], #"{"on": "2026-06-20"}"#)
        for (client, hidden) in [(rita, [String]()), (ana, ["b"])] {
            let whole = try await client.get(app.path("/contracts?limit=200")).json?["items"]?.items ?? []
            let numbers = whole.compactMap { $0["number"]?.text }
            #expect(numbers == numbers.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            #expect(Set(["b", "C-10", "C-2", "ä"]).subtracting(numbers) == Set(hidden))
            #expect(whole.first { $0["number"]?.text == "C-2" }?["endsOn"]?.text == "2026-06-20")
            #expect(whole.count { $0["endsOn"] != nil } == 1)
            var (paged, next) = ([JSONValue](), String?.none)
            repeat {
                let page = try await client.get(app.path("/contracts?limit=1" + (next.map { "&cursor=\($0)" } ?? "")))
                #expect(page.json?["items"]?.items?.count == 1)
                paged += page.json?["items"]?.items ?? []
                next = page.json?["next"]?.text
            } while next != nil
            #expect(paged == whole)
        }
    }

    @Test func `every line that cannot be priced is told in its place, and a ladder leaves out a step that cannot`() async throws {
        let app = try await TestApp.open()
        let (rita, ana) = (app.by(app.cast.rita), app.by(app.cast.ana))
        let rules = """
            , "rules": [
              {"kind": "fixed", "selector": "product", "value": "NB-100",
               "tiers": [{"from": "0", "price": {"amount": "90000000000000.00", "currency": "EUR"}}]},
              {"kind": "discount", "selector": "product", "value": "NB-110",
               "tiers": [{"from": "0", "percent": "1"}, {"from": "10", "percent": "2"}, {"from": "999999999999", "percent": "3"}]}]
            """
        let path = try #require(try await begin(app, draft(rules)).headers[.location])
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        func prices(_ lines: String) async throws -> RouterAnswer { try await ana.post(app.path("/prices"), #"{"lines": [\#(lines)]}"#) }
        let huge = #"{"sku": "NB-100", "quantity": "1000"}"#
        let both = try await prices(#"\#(huge), {"sku": "NOPE", "quantity": 1}, {"sku": "MO-200", "quantity": 1}, \#(huge)"#)
        #expect(both.status == 422)
        #expect(both.faults == ["/lines/1/sku unknownProduct", "/lines/0/quantity tooLarge", "/lines/3/quantity tooLarge"])
        let large = try await prices(#"{"sku": "MO-200", "quantity": 1}, \#(huge)"#)
        #expect(large.problem == "amount-too-large" && large.faults == ["/lines/1/quantity tooLarge"])
        let ladder = try await ana.get(app.path("/catalog/NB-110/ladder"))
        #expect(ladder.status == 200)
        #expect(ladder.json?["steps"]?.items?.map { $0["from"]?.text } == ["1", "10"])
        let alone = try await ana.get(app.path("/catalog/NB-100/price?quantity=1000"))
        #expect(alone.faults == ["?quantity tooLarge"])
    }

    @Test func `two days to compare are asked for in their order`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let reversed = try await ana.get(app.path("/catalog/NB-100/why-changed?from=2026-06-15&to=2026-05-01"))
        #expect(reversed.status == 422 && reversed.faults == ["?to endsBeforeItBegins"])
        #expect(try await ana.get(app.path("/catalog/NB-100/why-changed?from=2026-06-16")).faults == ["?to endsBeforeItBegins"])
        #expect(try await ana.get(app.path("/catalog/NB-100/why-changed?from=2026-06-15&to=2026-06-15")).status == 200)
    }
}
