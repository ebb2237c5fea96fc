import FoundationEssentials
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Synchronization
import Testing

@testable import Exchange

@Suite(.database) struct ImportOrderHistoryTests {
    private static let header = HistoryColumns.names.joined(separator: ",") + "\r\n"
    /// A morning in summer, when London is an hour ahead; two customers; a charge, a gift, a return, a note of the stock-keeper.
    private static let small =
        header
            + """
            536365,85123A,LANTERN,6,2011-06-01 08:26:00,2.55,17850.0,United Kingdom\r
            536366,22423,CAKESTAND,1,2011-06-01 08:27:00,12.75,13047.0,France\r
            536365,POST,POSTAGE,1,2011-06-01 08:27:00,18.00,17850.0,United Kingdom\r
            536365,22841,TIN,1,2011-06-01 08:26:00,0.0,17850.0,United Kingdom\r
            536370,85123a,"LANTERN, WHITE",24,2011-12-31 23:59:00,2.10,17850.0,United Kingdom\r
            C536371,85123A,"LANTERN, WHITE",-2,2012-01-01 00:00:00,2.10,17850.0,United Kingdom\r
            536372,22423,damaged,-3,2011-06-02 09:00:00,0.0,,United Kingdom\r
            A563185,B,Adjust bad debt,1,2011-06-02 09:00:00,11062.06,,United Kingdom\r

            """

    private let database = TestDatabase.current

    /// Runs an import of `text`, and answers with what it did and what it refused.
    private func run(_ text: String, proposing: Bool = true) async throws -> (HistoryOutcome, [RefusedLine]) {
        let path = "/tmp/purveyor-history-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await run(file: path, proposing: proposing)
    }

    private func run(file path: String, proposing: Bool = true) async throws -> (HistoryOutcome, [RefusedLine]) {
        var options = ImportOrderHistory.Options()
        options.proposesContracts = proposing
        let refused = Mutex<[RefusedLine]>([])
        let outcome = try await ImportOrderHistory(database.service, .live, options)(
            path, refuse: { line in refused.withLock { $0.append(line) } }, progress: { _ in })
        return (outcome, refused.withLock { $0 })
    }

    private func texts(_ sql: SQL) async throws -> [String] {
        try await database.owner.query(Query.all(sql) { row in try row.next(String.self) })
    }

    /// Everything that an import writes, as text.
    private func everything() async throws -> [String] {
        var all: [String] = []
        for sql: SQL in [
            "SELECT t::text FROM accounts AS t ORDER BY 1", "SELECT t::text FROM units AS t ORDER BY 1",
            "SELECT t::text FROM document_counters AS t ORDER BY 1", "SELECT t::text FROM products AS t ORDER BY 1",
            "SELECT t::text FROM product_prices AS t ORDER BY 1", "SELECT t::text FROM orders AS t ORDER BY 1",
            "SELECT t::text FROM order_lines AS t ORDER BY 1", "SELECT t::text FROM returns AS t ORDER BY 1",
            "SELECT t::text FROM return_lines AS t ORDER BY 1", "SELECT t::text FROM purchase_totals AS t ORDER BY 1",
            "SELECT t::text FROM contract_versions AS t ORDER BY 1", "SELECT t::text FROM price_tiers AS t ORDER BY 1",
            "SELECT t::text FROM events AS t ORDER BY 1",
        ] {
            all += try await texts(sql)
        }
        return all
    }

    @Test func `customers become accounts, invoices orders and credits returns`() async throws {
        let (outcome, _) = try await run(Self.small)
        #expect(outcome.accounts == 2)
        #expect(outcome.orders == 3)
        #expect(outcome.returns == 1)
        #expect(outcome.contracts == 2)
        #expect(
            try await texts("SELECT external_id || ' ' || name || ' ' || time_zone || ' ' || currency FROM accounts ORDER BY 1")
                == ["13047 Customer 13047 (France) Europe/London GBP", "17850 Customer 17850 (United Kingdom) Europe/London GBP"])
        #expect(
            try await texts(
                """
                SELECT o.external_id || ' ' || o.number || ' ' || o.origin || ' ' || o.state || ' ' || o.total || ' ' || o.line_count || ' '
                    || (o.placed_at AT TIME ZONE 'UTC')
                FROM orders AS o ORDER BY o.external_id
                """)
                == [
                    "536365 1 history closed 33.3000 3 2011-06-01 07:26:00", "536366 1 history closed 12.7500 1 2011-06-01 07:27:00",
                    "536370 2 history closed 50.4000 1 2011-12-31 23:59:00",
                ])
        #expect(try await texts("SELECT external_id || ' ' || total FROM returns") == ["C536371 4.2000"])
    }

    @Test func `totals are by the year of the account's time zone`() async throws {
        _ = try await run(Self.small)
        #expect(
            try await texts(
                """
                SELECT t.year || ' ' || t.order_count || ' ' || t.ordered || ' ' || t.return_count || ' ' || t.returned
                FROM purchase_totals AS t JOIN accounts AS a ON a.id = t.account_id AND a.external_id = '17850' ORDER BY 1
                """) == ["2011 2 83.7000 0 0.0000", "2012 0 0.0000 1 4.2000"])
    }

    @Test func `a proposed contract has what was really paid, from the day after the last order`() async throws {
        _ = try await run(Self.small)
        #expect(
            try await texts(
                """
                SELECT c.number || ' ' || v.version || ' ' || v.valid_from || ' ' || r.value || ' ' || t.from_quantity || ' '
                    || t.unit_price
                FROM contracts AS c
                JOIN contract_versions AS v ON v.account_id = c.account_id AND v.contract_id = c.id
                JOIN price_rules AS r ON r.account_id = v.account_id AND r.contract_id = v.contract_id AND r.version = v.version
                JOIN price_tiers AS t
                    ON t.account_id = r.account_id AND t.contract_id = r.contract_id AND t.version = r.version AND t.position = r.position
                ORDER BY c.number, r.position, t.from_quantity
                """)
                == [
                    "H-13047 1 2011-06-02 22423 0.000 12.7500", "H-17850 1 2012-01-01 85123A 0.000 2.5500",
                    "H-17850 1 2012-01-01 85123A 24.000 2.1000",
                ])
        #expect(
            try await texts("SELECT selector || ' ' || value FROM assortment_rules ORDER BY value")
                == ["product 22423", "product 85123A"])
    }

    @Test func `products bear their latest name; charges are services without a list price`() async throws {
        _ = try await run(Self.small)
        #expect(
            try await texts(
                """
                SELECT p.sku || ' ' || p.kind || ' ' || (p.names ->> 'en') || ' ' || coalesce(l.list_price::text, '-')
                FROM products AS p LEFT JOIN product_prices AS l ON l.product_id = p.id ORDER BY p.sku
                """)
                == [
                    "22423 item CAKESTAND 12.7500", "22841 item TIN -", "85123A item LANTERN, WHITE 2.5500", "POST service POSTAGE -",
                ])
    }

    @Test func `lines that cannot be taken are named by line, column and reason, and the rest goes in`() async throws {
        let (outcome, refused) = try await run(Self.small)
        #expect(outcome.lines == 8)
        #expect(outcome.refusedLines == 2)
        #expect(
            refused.map { "\($0.line) \($0.column): \($0.reason)" } == [
                "8 CustomerID: no customer", "8 Quantity: a negative quantity on an invoice", "9 CustomerID: no customer",
                "9 InvoiceNo: neither an invoice nor a credit",
            ])
    }

    @Test func `the ledger has an event for every change, in the order of what happened`() async throws {
        _ = try await run(Self.small)
        #expect(
            try await texts(
                """
                SELECT e.sequence || ' ' || e.kind || ' ' || coalesce(e.data ->> 'externalId', '-')
                FROM events AS e JOIN accounts AS a ON a.id = e.account_id AND a.external_id = '17850' ORDER BY e.sequence
                """)
                == [
                    "1 accountCreated 17850", "2 unitAdded -", "3 orderImported 536365", "4 orderImported 536370",
                    "5 returnImported C536371", "6 contractPublished -",
                ])
    }

    @Test func `a second run changes nothing and writes no event`() async throws {
        _ = try await run(Self.small)
        let before = try await everything()
        let (outcome, _) = try await run(Self.small)
        #expect(try await everything() == before)
        #expect(outcome.accounts + outcome.orders + outcome.returns + outcome.contracts + outcome.products == 0)
        #expect(outcome.knownDocuments == 4)
    }

    @Test func `a file that goes on adds only what is new`() async throws {
        _ = try await run(Self.small)
        let more = Self.small + "536380,22423,CAKESTAND,2,2012-02-01 10:00:00,12.75,17850.0,United Kingdom\r\n"
        let (outcome, _) = try await run(more)
        #expect(outcome.orders == 1)
        #expect(
            try await texts("SELECT o.number::text FROM orders AS o WHERE o.external_id = '536380'") == ["3"])
        #expect(
            try await texts(
                """
                SELECT t.year || ' ' || t.order_count || ' ' || t.ordered FROM purchase_totals AS t
                JOIN accounts AS a ON a.id = t.account_id AND a.external_id = '17850' ORDER BY 1
                """) == ["2011 2 83.7000", "2012 1 25.5000"])
    }

    @Test(arguments: ["", "a,b\r\n1,2\r\n"]) func `a file that is no history is refused as a whole`(text: String) async throws {
        await #expect(throws: HistoryFileRefusal.self) { try await run(text) }
        #expect(try await everything().isEmpty)
    }

    @Test func `the slice that ships agrees to the cent with a count by other means`() async throws {
        try await expectAgreement(PackageFiles.path("Catalogs/online-retail/orders.csv.gz"))
    }

    private static let wholeFile = PackageFiles.path("../shared/data/online-retail/orders.csv.gz")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: wholeFile),
            "the whole order history is not at ../shared/data/online-retail/orders.csv.gz"))
    func `the whole history agrees to the cent, for every customer, with a count by other means`() async throws {
        try await expectAgreement(Self.wholeFile)
    }

    private func expectAgreement(_ path: String) async throws {
        let (outcome, _) = try await run(file: path)
        let recount = try HistoryRecount(path: path)
        #expect(outcome.lines == recount.lines)
        let sums = try await database.owner.query(
            Query.all(
                """
                SELECT a.external_id,
                    (SELECT count(*) FROM orders AS o WHERE o.account_id = a.id),
                    (SELECT count(*) FROM returns AS r WHERE r.account_id = a.id),
                    (SELECT coalesce(sum(l.line_total), 0) FROM order_lines AS l WHERE l.account_id = a.id),
                    (SELECT coalesce(sum(l.line_total), 0) FROM return_lines AS l WHERE l.account_id = a.id),
                    (SELECT coalesce(sum(o.total), 0) FROM orders AS o WHERE o.account_id = a.id),
                    (SELECT coalesce(sum(t.ordered - t.returned), 0) FROM purchase_totals AS t WHERE t.account_id = a.id)
                FROM accounts AS a
                """
            ) { row in
                (
                    customer: try row.next(String.self), orders: try row.next(Int.self), returns: try row.next(Int.self),
                    ordered: try row.next(StoredAmount.self), returned: try row.next(StoredAmount.self),
                    totals: try row.next(StoredAmount.self), balance: try row.next(StoredAmount.self)
                )
            })
        #expect(sums.count == recount.customers.count)
        for sum in sums {
            let expected = try #require(recount.customers[sum.customer])
            #expect(sum.orders == expected.orders.count, "orders of \(sum.customer)")
            #expect(sum.returns == expected.returns.count, "returns of \(sum.customer)")
            #expect(sum.ordered.tenThousandths == Int64(expected.ordered) * 100, "ordered by \(sum.customer)")
            #expect(sum.returned.tenThousandths == Int64(expected.returned) * 100, "returned by \(sum.customer)")
            #expect(sum.totals == sum.ordered, "order totals of \(sum.customer)")
            #expect(sum.balance.tenThousandths == Int64(expected.ordered - expected.returned) * 100, "totals of \(sum.customer)")
        }
    }
}
