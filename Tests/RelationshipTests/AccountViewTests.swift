import Accounts
import Approvals
import Catalog
import Exchange
import FoundationEssentials
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Relationship
import Testing

@testable import Orders

/// Everything about one account on one page, as it stands at this moment.
@Suite(.database) struct AccountViewTests {
    /// Orders and returns around the turns of several years, on the account's own clock in New York.
    private func history(seed: UInt64) -> String {
        var random = SeededRandom(seed: seed)
        let times = [
            "2009-12-31 23:59:59", "2010-01-01 00:00:00", "2010-06-30 12:00:00", "2010-12-31 18:59:59", "2010-12-31 19:00:00",
            "2010-12-31 23:59:00", "2011-01-01 00:00:00", "2011-01-01 00:01:00", "2012-02-29 09:00:00",
        ]
        var text = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        for invoice in 0..<60 {
            let time = times.randomElement(using: &random) ?? ""
            let isReturn = random.chance(30)
            for sku in 1...Int.random(in: 1...4, using: &random) {
                let quantity = Int.random(in: 1...50, using: &random) * (isReturn ? -1 : 1)
                let price = "\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 1000...9999, using: &random))"
                text += "\(isReturn ? "C" : "")\(500_000 + invoice),SKU\(sku),Thing,\(quantity),\(time),\(price),17850.0,USA\n"
            }
        }
        return text
    }

    private func bringIn(_ text: String, _ app: TestApp) async throws -> Caller {
        let path = "/tmp/purveyor-view-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = ImportOrderHistory.Options()
        options.timeZone = "America/New_York"
        _ = try await ImportOrderHistory(app.database.service, app.world, options)(
            path, refuse: { Issue.record("\($0)") }, progress: { _ in })
        let account: AccountID = .external("account", "17850")
        try await AddTeamMember(database: app.database.service, world: app.world)(
            TeamMember(account: account, person: app.cast.rita.person.id, function: .accountManager, startsOn: Cast.firstDay), by: .system)
        return try await app.admit(app.cast.rita.token, in: account.description).1
    }

    /// Added up from the lines of orders and returns, which the view never reads.
    private static func addedUp(_ account: AccountID) -> Query<[PurchaseTotal]> {
        .all(
            """
            WITH documents AS (
                SELECT o.placed_at AS at, o.currency, 'order' AS kind,
                    (SELECT sum(l.line_total) FROM order_lines AS l WHERE (l.account_id, l.order_id) = (o.account_id, o.id)) AS total
                FROM orders AS o WHERE o.account_id = \(account)
                UNION ALL
                SELECT r.returned_at, r.currency, 'return',
                    (SELECT sum(l.line_total) FROM return_lines AS l WHERE (l.account_id, l.return_id) = (r.account_id, r.id))
                FROM returns AS r WHERE r.account_id = \(account)
            )
            SELECT to_char(d.at AT TIME ZONE a.time_zone, 'YYYY')::int8 AS year, d.currency,
                count(*) FILTER (WHERE d.kind = 'order'), coalesce(sum(d.total) FILTER (WHERE d.kind = 'order'), 0)::numeric(19, 4),
                count(*) FILTER (WHERE d.kind = 'return'), coalesce(sum(d.total) FILTER (WHERE d.kind = 'return'), 0)::numeric(19, 4)
            FROM documents AS d JOIN accounts AS a ON a.id = \(account)
            GROUP BY 1, 2 ORDER BY 1 DESC, 2
            """
        ) { row in
            let year = try row.next(Int.self)
            let currency = try row.next(Currency.self)
            return PurchaseTotal(
                year: year, orderCount: try row.next(), ordered: try row.money(in: currency), returnCount: try row.next(),
                returned: try row.money(in: currency))
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `totals by year are what the lines add up to, in the account's own years`(seed: UInt64) async throws {
        let app = try await TestApp.open(seed: seed)
        let rita = try await bringIn(history(seed: seed), app)
        let view = try await ReadAccountView(database: app.database.service, world: app.world)(by: rita)
        let expected = try await app.database.owner.query(Self.addedUp(rita.account))
        #expect(expected.count > 2, "too few years to tell")
        #expect(view.totals == expected)
        #expect(view.latestOrders.map(\.placedAt) == view.latestOrders.map(\.placedAt).sorted(by: >))
    }

    @Test func `what the customer does is on the page at once, and so are the totals`() async throws {
        let desk = try await Desk.open()
        let (app, acme) = (desk.app, desk.app.cast.acme.id)
        let rita = try await app.caller(app.cast.rita)
        let ana = try await app.caller(app.cast.ana)
        let read = ReadAccountView(database: app.database.service, world: app.world)
        let before = try await read(by: rita)
        #expect(before.openQuotes.isEmpty && before.openApprovals.isEmpty && before.latestOrders.isEmpty && before.totals.isEmpty)
        #expect(before.team.map(\.person) == [app.cast.rita.person.id])
        #expect(before.contracts.map(\.id) == [app.cast.contract])

        let quote = try await desk.quote()
        #expect(try await read(by: rita).openQuotes.map(\.id) == [quote.id])
        let plan = try await desk.submitted(quote, by: ana).plan
        #expect(try await read(by: rita).openApprovals.count == 1)
        _ = try await desk.decided(plan, .approve, by: app.caller(app.cast.omar))
        #expect(try await read(by: rita).openApprovals.isEmpty)
        let order = try await desk.ordered(desk.current(quote), by: ana)

        let after = try await read(by: rita)
        #expect(after.openQuotes.isEmpty)
        #expect(after.latestOrders.map(\.id) == [order.id])
        #expect(after.totals == (try await app.database.owner.query(Self.addedUp(acme))))
        #expect(after.totals.map(\.orderCount) == [1])
        #expect(after.timeline.first?.kind == "orderPlaced")
    }

    @Test func `it is the account team's page: no member of the account reads it`() async throws {
        let app = try await TestApp.open()
        let read = ReadAccountView(database: app.database.service, world: app.world)
        for (role, person) in app.cast.members {
            let caller = try await app.caller(person)
            await #expect(throws: AccessRefusal.notPermitted(.readAccountView), "\(role)") { try await read(by: caller) }
        }
    }
}
