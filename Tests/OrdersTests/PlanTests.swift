@testable import Accounts
import Approvals
import Catalog
import Foundation
import Kernel
import Ledger
import Orders
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Relationship
import Testing

/// The lists of the main path read their page through the index made for it, at a size where it matters: no sort, no scan of a whole table.
/// The plans are generic ones, as the service asks for (`plansOnce`): they must be right for whatever values.
@Suite(.database) struct PlanTests {
    /// One account with `rows` of everything that lists are made of, in a database that knows its statistics.
    private func filled(_ app: TestApp, _ rows: Int) async throws {
        let member = try #require(app.cast.ana.membership)
        // In 40 units, as statistics of an account of some size have it.
        let unit: SQL = "CASE WHEN g % 40 = 0 THEN \(member.unit) ELSE md5('unit' || g % 40)::uuid END"
        let statements: [SQL] = [
            """
            INSERT INTO units (account_id, id, parent_id, name, created_at)
            SELECT \(member.account), md5('unit' || g)::uuid, \(member.unit), 'Unit ' || g, '2026-01-01' FROM generate_series(1, 39) AS g
            """,
            """
            INSERT INTO quotes (account_id, id, number, name, state, revision, version, unit_id, requester_id, currency, total,
                created_at, updated_at)
            SELECT \(member.account), gen_random_uuid(), 1000 + g, 'Quote ' || g,
                CASE WHEN g % 20 = 0 THEN 'draft' ELSE 'cancelled' END, 1, 1,
                \(unit), \(member.id), 'EUR', 1, '2026-01-01'::timestamptz + g * interval '1 minute', '2026-01-01'
            FROM generate_series(1, \(rows)) AS g
            """,
            """
            WITH plans AS (
                INSERT INTO approval_plans (account_id, id, subject_kind, subject_id, revision, policy_version, digest, requester_id,
                    requester_person_id, submitter_person_id, step_count, unit_id, total, currency, state, requested_at, ended_at)
                SELECT \(member.account), gen_random_uuid(), 'thing', gen_random_uuid(), 1, 1, sha256(g::text::bytea), \(member.id),
                    \(member.person), \(member.person), 1, \(unit), 1, 'EUR',
                    CASE WHEN g % 50 = 0 THEN 'pending' ELSE 'recalled' END, '2026-01-01'::timestamptz + g * interval '1 minute',
                    CASE WHEN g % 50 = 0 THEN NULL ELSE '2026-06-01'::timestamptz END
                FROM generate_series(1, \(rows)) AS g
                RETURNING account_id, id, unit_id
            )
            INSERT INTO approval_steps (account_id, plan_id, step, rule, reason, role, unit_id)
            SELECT p.account_id, p.id, 1, 'R', 'R', 'approver', p.unit_id FROM plans AS p
            """,
            """
            INSERT INTO orders (account_id, id, number, origin, external_id, state, unit_id, currency, total, line_count, placed_at)
            SELECT \(member.account), gen_random_uuid(), 1000 + g, 'history', 'H-' || g, 'closed', \(unit), 'EUR', 1, 1,
                '2020-01-01'::timestamptz + g * interval '1 minute'
            FROM generate_series(1, \(rows)) AS g
            """,
            """
            WITH written AS (
                INSERT INTO events (account_id, sequence, id, kind, subject_kind, subject_id, actor_id, on_behalf_of, at, data,
                    previous_hash, hash)
                SELECT \(member.account), 1000 + g, gen_random_uuid(), 'thing' || chr((97 + g % 20)::integer),
                    'sort' || chr((97 + g % 12)::integer),
                    md5((g / 10)::text)::uuid, CASE WHEN g % 3 = 0 THEN \(member.person) END,
                    CASE WHEN g % 50 = 0 THEN md5('m' || g % 40)::uuid END,
                    '2026-01-01'::timestamptz + g * interval '1 second', '{}', '', ''
                FROM generate_series(1, \(rows)) AS g
                RETURNING account_id, sequence, at
            )
            INSERT INTO event_origins (account_id, sequence, at, address)
            SELECT w.account_id, w.sequence, w.at, '203.0.113.' || w.sequence % 200 FROM written AS w
            """,
            """
            INSERT INTO products (id, sku, names, manufacturer, category_code, created_at, updated_at)
            SELECT gen_random_uuid(), 'ZZ-' || lpad(g::text, 8, '0'), '{"en": "Thing"}', 'Larkspur', '43211503', '2026-01-01', '2026-01-01'
            FROM generate_series(1, \(rows)) AS g
            """,
            """
            INSERT INTO feed (position, account_id, sequence) SELECT row_number() OVER (), e.account_id, e.sequence FROM events AS e
            """,
        ]
        for statement in statements + spread(member) + ["ANALYZE"] { try await app.database.owner.query(Query<Void>(statement)) }
    }

    /// All that over forty people, every state and some purchase order numbers, so that the server has a reason to prefer an index.
    private func spread(_ member: Membership) -> [SQL] {
        [
            """
            INSERT INTO persons (id, email, name, created_at)
            SELECT md5('p' || g)::uuid, 'p' || g || '@acme.example', 'P' || g, '2026-01-01' FROM generate_series(0, 39) AS g
            """,
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, starts_on, created_at)
            SELECT \(member.account), md5('m' || g)::uuid, md5('p' || g)::uuid, \(member.unit), '{buyer}', '2026-01-01', '2026-01-01'
            FROM generate_series(0, 39) AS g
            """,
            "UPDATE quotes SET requester_id = md5('m' || number % 40)::uuid WHERE number % 41 > 0",
            "UPDATE approval_plans SET requester_id = md5('m' || get_byte(digest, 0) % 40)::uuid WHERE get_byte(digest, 1) > 5",
            """
            UPDATE orders SET requester_id = CASE WHEN number % 2 = 0 THEN md5('m' || number % 40)::uuid END,
                po_number = CASE WHEN number % 3 = 0 THEN 'PO-' || number END,
                state = (ARRAY['received', 'confirmed', 'shipped', 'delivered', 'closed'])[1 + number % 5]
            """,
        ]
    }

    private func plan<Output>(_ query: Query<Output>, _ app: TestApp, feed: Bool = false) async throws -> String {
        let scope = feed ? AccountScope(person: app.cast.fay.person.id.uuid) : AccountScope(account: app.cast.acme.id.uuid)
        return try await app.database.service.genericPlan(of: query, scope.settings).joined(separator: "\n")
    }

    private func expect(
        _ plan: String, uses index: String, neverScans tables: String..., at location: SourceLocation = #_sourceLocation
    ) {
        #expect(plan.contains(index), "\(plan)", sourceLocation: location)
        for table in tables { #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)", sourceLocation: location) }
    }

    @Test func `lists of quotes, orders, approvals and events walk their index, whatever is asked for`() async throws {
        let app = try await TestApp.open()
        try await filled(app, 20_000)
        try await quotes(app, try #require(app.cast.ana.membership))
        try await orders(app, try #require(app.cast.ana.membership))
        try await approvals(app, try #require(app.cast.ana.membership))
        try await events(app)
    }

    @Test func `members are looked up by name with the settings of row security read once, and not for each row`() async throws {
        let app = try await TestApp.open()
        try await filled(app, 100)
        let query = MembershipQueries.page(
            of: app.cast.acme.id, scope: .account, filter: MemberFilter(text: "somebody"), after: nil, limit: 51, at: app.clock.now)
        let plan = try await plan(query, app)
        #expect(plan.contains(/Filter: .*\(\(person_id = \$\d+\) OR \(account_id = \$\d+\)\)/), "\(plan)")
    }

    @Test func `whoever sees every account walks them by name, and who serves some begins with those`() async throws {
        let app = try await TestApp.open()
        for statement: SQL in [
            """
            INSERT INTO accounts (id, name, time_zone, currency, created_at)
            SELECT gen_random_uuid(), 'Customer ' || g, 'Europe/Berlin', 'EUR', '2026-01-01' FROM generate_series(1, 20000) AS g
            """,
            "ANALYZE",
        ] { try await app.database.owner.query(Query<Void>(statement)) }
        let rita = app.cast.rita.person.id
        func page(_ seeingAll: Bool, after name: String? = nil) async throws -> String {
            let query = TeamQueries.portfolio(
                of: rita, seeingAll: seeingAll, matching: nil, after: name.map { ($0, app.cast.acme.id) }, limit: 51, at: app.clock.now)
            return try await app.database.service.genericPlan(of: query, AccountScope(person: rita.uuid).settings).joined(separator: "\n")
        }
        expect(try await page(true), uses: "accounts_by_name", neverScans: "accounts")
        expect(try await page(true, after: "Customer 5"), uses: "(ROW(name, id) > ROW(", neverScans: "accounts")
        expect(try await page(false), uses: "accounts_pkey", neverScans: "accounts")
        #expect(try await !page(false).contains("accounts_by_name"))
    }

    /// So many of 50 units, and what these own.
    private static func scope(_ count: Int, _ owners: MembershipID...) -> Scope {
        let ids = (0..<50).map { _ in UnitID(UUID()) }
        let tree = UnitTree(version: 1, ids.map { .init(id: $0, parent: $0 == ids[0] ? nil : ids[0]) })
        return Scope(below: ids.suffix(count), in: tree, owners: owners)
    }

    private func quotes(_ app: TestApp, _ ana: Membership) async throws {
        func page(_ scope: Scope, _ filter: QuoteFilter = .init(), before: QuoteID? = nil) async throws -> String {
            try await plan(QuoteQueries.page(account: ana.account, scope: scope, filter: filter, before: before, limit: 51), app)
        }
        let id = app.world.newID() as QuoteID
        expect(try await page(.account), uses: "quotes_pkey", neverScans: "quotes")
        expect(try await page(Self.scope(1)), uses: "quotes_by_unit", neverScans: "quotes")
        expect(try await page(Self.scope(40)), uses: "quotes_pkey", neverScans: "quotes")
        expect(try await page(Self.scope(40, ana.id)), uses: "quotes_pkey", neverScans: "quotes")
        expect(try await page(.account, before: id), uses: "Index Cond: ((account_id = $1) AND (id < $2))", neverScans: "quotes")
        expect(try await page(.own(ana.id)), uses: "quotes_by_requester", neverScans: "quotes")
        expect(try await page(.own(ana.id), before: id), uses: "quotes_by_requester", neverScans: "quotes")
        expect(try await page(.account, .init(state: .approved)), uses: "quotes_by_state", neverScans: "quotes")
        expect(try await page(.account, .init(person: ana.person)), uses: "quotes_by_requester", neverScans: "quotes")
        expect(try await plan(QuoteQueries.open(account: ana.account, limit: 20), app), uses: "quotes_open", neverScans: "quotes")
        let byNumber = QuoteQueries.find(.number(DocumentNumber(.quote, 1500)), account: ana.account, scope: .account)
        expect(try await plan(byNumber, app), uses: "quotes_one_per_number", neverScans: "quotes")
        let byID = QuoteQueries.find(.id(id), account: ana.account, scope: .own(ana.id))
        expect(try await plan(byID, app), uses: "(id = $2)", neverScans: "quotes")
    }

    private func orders(_ app: TestApp, _ ana: Membership) async throws {
        func page(_ scope: Scope, _ filter: OrderFilter = .init(), before: OrderPosition? = nil) async throws -> String {
            let plan = try await plan(
                OrderQueries.page(account: ana.account, scope: scope, filter: filter, before: before, limit: 51), app)
            #expect(!plan.contains("Sort"), "\(plan)")
            return plan
        }
        let far = OrderPosition(placedAt: app.clock.now, id: app.world.newID())
        expect(try await page(.account), uses: "orders_newest_first", neverScans: "orders")
        expect(try await page(Self.scope(1)), uses: "orders_by_unit", neverScans: "orders")
        expect(try await page(Self.scope(40)), uses: "orders_newest_first", neverScans: "orders")
        expect(try await page(Self.scope(40, ana.id)), uses: "orders_newest_first", neverScans: "orders")
        expect(try await page(.account, before: far), uses: "AND (ROW(placed_at, id) < ROW($2, $3))", neverScans: "orders")
        expect(try await page(.own(ana.id)), uses: "orders_by_requester", neverScans: "orders")
        expect(try await page(.own(ana.id), before: far), uses: "orders_by_requester", neverScans: "orders")
        expect(try await page(.account, .init(state: .held)), uses: "orders_by_state", neverScans: "orders")
        expect(try await page(.account, .init(poNumber: "PO-1")), uses: "orders_by_po_number", neverScans: "orders")
        expect(try await page(.account, .init(from: far.placedAt, to: far.placedAt)), uses: "(placed_at >= $2)", neverScans: "orders")
        let byNumber = OrderQueries.find(.number(DocumentNumber(.order, 1500)), account: ana.account, scope: .account)
        expect(try await plan(byNumber, app), uses: "orders_one_per_number", neverScans: "orders")
    }

    private func approvals(_ app: TestApp, _ ana: Membership) async throws {
        func page(_ scope: Scope, _ state: ApprovalPlan.State? = nil, before: ApprovalPlanPosition? = nil) async throws -> String {
            let plan = try await plan(
                ApprovalQueries.page(account: ana.account, scope: scope, state: state, before: before, limit: 51, at: app.clock.now), app)
            #expect(!plan.contains("Sort"), "\(plan)")
            return plan
        }
        let far = ApprovalPlanPosition(requestedAt: app.clock.now, id: app.world.newID())
        expect(try await page(.account), uses: "approval_plans_newest_first", neverScans: "approval_plans")
        expect(try await page(Self.scope(1)), uses: "approval_plans_by_unit", neverScans: "approval_plans")
        expect(try await page(Self.scope(40)), uses: "approval_plans_newest_first", neverScans: "approval_plans")
        expect(try await page(Self.scope(40, ana.id)), uses: "approval_plans_newest_first", neverScans: "approval_plans")
        expect(try await page(.account, before: far), uses: "AND (ROW(requested_at, id) < ROW(", neverScans: "approval_plans")
        expect(try await page(.own(ana.id)), uses: "approval_plans_by_requester", neverScans: "approval_plans")
        expect(try await page(.account, .rejected), uses: "approval_plans_by_state", neverScans: "approval_plans")
        let waiting = ApprovalQueries.waiting(
            account: ana.account, for: [DecidingRight(scope: .account, roles: [.approver], persons: [app.cast.omar.person.id])], after: nil,
            limit: 50, at: app.clock.now)
        expect(try await plan(waiting, app), uses: "approval_plans_waiting", neverScans: "approval_plans")
    }

    private func events(_ app: TestApp) async throws {
        let acme = app.cast.acme.id.uuid
        func timeline(before sequence: Int?, of subject: UUID? = nil) async throws -> String {
            try await plan(LedgerQueries.timeline(of: acme, before: sequence, kinds: nil, subject: subject, limit: 50), app)
        }
        expect(try await timeline(before: 15_000), uses: "Index Cond: ((account_id = $1) AND (sequence < $2))", neverScans: "events")
        expect(try await timeline(before: nil), uses: "events_pkey", neverScans: "events")
        expect(try await timeline(before: nil, of: app.world.newUUID()), uses: "events_by_subject", neverScans: "events")
        expect(try await plan(LedgerQueries.page(of: acme, after: 15_000, limit: 50), app), uses: "events_pkey", neverScans: "events")
        try await audit(app, acme)
        let feed = try await plan(LedgerQueries.feed(after: 15_000, limit: 50), app, feed: true)
        expect(feed, uses: "feed_pkey", neverScans: "feed", "events")
    }

    /// Each filter of the audit walks an index of its own in the order of time, also far from where it begins.
    private func audit(_ app: TestApp, _ acme: UUID) async throws {
        let far = AuditPosition(at: app.clock.now, sequence: 15_000)
        let filters: [(AuditFilter, String)] = [
            (.init(order: .oldest), "events_by_time"), (.init(order: .newest), "events_by_time"),
            (.init(from: far.at, to: far.at), "events_by_time"), (.init(person: acme), "events_by_actor"),
            (.init(onBehalfOf: acme), "events_by_member"), (.init(kinds: ["thingDone", "quoteCreated"]), "events_by_kind"),
            (.init(subjectKind: "quote"), "events_by_subject_kind"), (.init(subject: acme), "events_by_subject"),
            (.init(address: "203.0.113.7"), "event_origins_by_address"),
        ]
        for (filter, index) in filters {
            for position in [nil, far] {
                let query = AuditQueries.page(of: acme, filter: filter, after: position, limit: 51)
                expect(try await plan(query, app), uses: index, neverScans: "events", "event_origins")
            }
        }
        let byNumber = AuditQueries.page(of: acme, filter: .init(after: 15_000), after: nil, limit: 51)
        expect(try await plan(byNumber, app), uses: "events_pkey", neverScans: "events")
    }

    @Test func `a price looks up its products by their SKUs`() async throws {
        let app = try await TestApp.open()
        try await filled(app, 20_000)
        let bySKU = ProductQueries.bySKU(["NB-100", "ZZ-00000005"], currency: Cast.currency, language: "en")
        expect(try await plan(bySKU, app), uses: "products_one_per_sku", neverScans: "products")
    }

    @Test(arguments: [("2025-12-31", false), ("2026-01-01", true), ("2026-12-31", true), ("2027-01-01", false)])
    func `a contract holds from its first day to its last, both inclusive, for its unit and those below`(
        _ day: String, _ holds: Bool
    ) async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id
        let on = try #require(LocalDate(day))
        let found = try await app.database.service.read(
            AccountScope(account: acme.uuid).settings,
            ContractQueries.inForce(account: acme, unit: app.cast.engineering.id, on: on))
        #expect(found.map(\.number) == (holds ? ["C-000001"] : []) && found.allSatisfy { $0.distance == 1 })
    }

    @Test func `the catalog's page and the price function agree about the assortment`() async throws {
        let app = try await TestApp.open()
        let database = app.database.service
        let read = ReadCatalog(
            database: database, catalog: LoadCatalogIndex(database: database), priceLists: LoadPriceList(), world: app.world)
        let ana = try await app.caller(app.cast.ana)
        var (listed, after) = ([String](), CatalogPosition?.none)
        repeat {
            let page = try await read.page(.init(after: after, limit: 4), by: ana)
            listed += page.items.map(\.product.sku)
            after = page.next
        } while after != nil
        let all = CastProduct.all.map(\.sku)
        let prices = ReadPrices(database: app.database.service, priceLists: LoadPriceList(), world: app.world)
        let priced = try await prices(all.map { LineRequest(sku: $0, quantity: .one) }, on: nil, language: "en", by: ana)
        #expect(listed == zip(all, priced).filter { $0.1 != .refused(.unknown) }.map(\.0).sorted())
        #expect(!listed.contains("NB-190") && !listed.contains("NB-180") && listed.contains("SV-360"))
    }
}
