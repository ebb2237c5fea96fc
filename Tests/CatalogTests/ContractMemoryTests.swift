import Accounts
import Catalog
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// What a service remembers of contracts is used only while it holds: a change counts for every reader that starts after it, on every
/// instance, though none of them is told.
@Suite(.database) struct ContractMemoryTests {
    @Test func `a version that is published is what the next reader sees, on every instance`() async throws {
        let app = try await TestApp.open()
        let instances = [app, TestApp(database: app.database, clock: app.clock, cast: app.cast)]
        for instance in instances { #expect(try await instance.shows("NB-100") == "1040.00") }

        try await app.publish(version: 2, of: app.cast.acme, from: "2026-01-01", price: "1010.00")

        for instance in instances {
            #expect(try await instance.shows("NB-100") == "1010.00")
            #expect(try await instance.lists() == ["NB-100": "1010.00"])
        }
    }

    @Test func `a draft changes nothing that is remembered; what is published or ended does`() async throws {
        let app = try await TestApp.open()
        let (rita, acme) = (app.by(app.cast.rita), app.cast.acme.id)
        func revision() async throws -> String {
            let query = Query<String>.one("SELECT revision::text FROM contract_revisions WHERE account_id = \(acme)") { try $0.next() }
            return try await app.database.owner.query(query)
        }
        let draft = #"{"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "everything"}]}"#
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "N", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        let begun = try await revision()
        let longer =
            #"{"draft": {"validFrom": "2026-01-01", "validTo": "2026-12-31", "assortment": [{"effect": "include", "#
            + #""selector": "everything"}]}}"#
        _ = try await rita.send(.put, path + "/draft", headers: [.ifMatch: "\"v1\""], json: longer)
        #expect(try await revision() == begun)
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v2\""]).status == 200)
        let published = try await revision()
        #expect(published != begun)
        #expect(try await rita.post(path + "/terminate", headers: [.ifMatch: "\"v3\""], #"{"on": "2026-06-20"}"#).status == 200)
        #expect(try await revision() != published)
    }

    @Test func `a version counts from its first day, without anybody doing anything on that day`() async throws {
        let app = try await TestApp.open()
        // There it is two hours to midnight.
        try await app.database.owner.query(Query<Void>("UPDATE accounts SET time_zone = 'Pacific/Auckland'"))
        try await app.publish(version: 2, of: app.cast.acme, from: "2026-06-16", price: "1010.00")
        #expect(try await app.shows("NB-100") == "1040.00")
        #expect(try await app.lists()["NB-100"] == "1040.00")
        app.clock.advance(by: .seconds(2 * 3600))
        #expect(try await app.shows("NB-100") == "1010.00")
        #expect(try await app.lists() == ["NB-100": "1010.00"])
    }

    @Test func `a unit that is moved gets the contracts of where it is now`() async throws {
        let app = try await TestApp.open()
        #expect(try await app.shows("NB-100") == "1040.00")
        let (acme, division) = (app.cast.acme.id, app.world.newID() as UnitID)
        let (contract, now) = (app.world.newID() as ContractID, app.clock.now)
        for statement in [
            Query<Void>(
                """
                INSERT INTO units (account_id, id, parent_id, name, created_at)
                VALUES (\(acme), \(division), \(app.cast.root.id), 'Division', \(now))
                """),
            Query<Void>(
                """
                INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
                VALUES (\(acme), \(contract), 'C-DIV', 'Division', \(division), \(Cast.currency), \(now))
                """),
            TestApp.version(1, of: contract, acme, from: "2026-01-01", price: "77.00", at: now),
        ] {
            try await app.database.owner.query(statement)
        }
        #expect(try await app.shows("NB-100") == "1040.00")
        try await app.database.owner.query(
            Query<Void>("UPDATE units SET parent_id = \(division) WHERE account_id = \(acme) AND id = \(app.cast.engineering.id)"))
        #expect(try await app.shows("NB-100") == "77.00")
    }
}

extension TestApp {
    fileprivate func shows(_ sku: String) async throws -> String? {
        try await by(cast.ana).get(path("/catalog/\(sku)/price")).json?["unitPrice"]?["amount"]?.text
    }

    fileprivate func lists() async throws -> [String: String] {
        let items = try await by(cast.ana).get(path("/catalog")).json?["items"]?.items ?? []
        return Dictionary(
            items.compactMap { item in item["sku"]?.text.flatMap { sku in item["price"]?["amount"]?.text.map { (sku, $0) } } },
            uniquingKeysWith: { first, _ in first })
    }

    /// One product at one price, as the account's contract says from a day on.
    fileprivate func publish(version: Int, of account: Account, from day: String, price: String) async throws {
        let id = account.id
        let contract = try await database.owner.query(
            Query.one("SELECT c.id FROM contracts AS c WHERE c.account_id = \(id)") { try $0.next(ContractID.self) })
        try await database.owner.query(Self.version(version, of: contract, id, from: day, price: price, at: clock.now))
    }

    fileprivate static func version(
        _ version: Int, of contract: ContractID, _ account: AccountID, from day: String, price: String, at now: Instant
    ) -> Query<Void> {
        Query(
            """
            WITH published AS (
                INSERT INTO contract_versions (account_id, contract_id, version, valid_from, valid_to, price_hold_days, best_price,
                    content_digest, published_at)
                VALUES (\(account), \(contract), \(version), \(LocalDate(day)), NULL, 30, false, '\\x00', \(now))
            ), assortment AS (
                INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
                VALUES (\(account), \(contract), \(version), 1, 'include', 'product', 'NB-100')
            ), rules AS (
                INSERT INTO price_rules (account_id, contract_id, version, position, kind, selector, value)
                VALUES (\(account), \(contract), \(version), 1, 'fixed', 'product', 'NB-100')
            )
            INSERT INTO price_tiers (account_id, contract_id, version, position, from_quantity, unit_price)
            VALUES (\(account), \(contract), \(version), 1, 0, \(Money(price, Cast.currency)?.amount)::text::numeric)
            """)
    }
}
