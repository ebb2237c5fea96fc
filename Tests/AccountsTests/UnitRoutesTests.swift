import Accounts
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

@Suite(.database) struct UnitRoutesTests {
    /// Acme with Sales (North and South under it) and Works, and Ada who may do everything.
    struct Company {
        let house = House()
        let acme: Account
        let root, sales, north, south, works: Accounts.Unit
        let ada: Person
        let client: RouterClient

        init() async throws {
            (acme, root) = try await house.account("Acme")
            sales = try await house.unit("Sales", under: root)
            north = try await house.unit("North", under: sales)
            south = try await house.unit("South", under: sales)
            works = try await house.unit("Works", under: root)
            ada = try await house.person("Ada")
            try await house.member(ada, in: root, as: .accountAdmin)
            client = house.client.bearing(try await house.token(ada))
        }

        func path(_ rest: String) -> String { "/v1/accounts/\(acme.id)\(rest)" }

        func change(_ unit: Accounts.Unit, _ json: String, version: Int = 1, by client: RouterClient? = nil) async throws -> RouterAnswer {
            try await (client ?? self.client).send(
                .patch, path("/units/\(unit.id)"), headers: [.ifMatch: "\"v\(version)\""], json: json)
        }

        func tree() async throws -> UnitTree {
            house.advance(.seconds(Limits.principalMemorySeconds))
            return try await house.caller(ada, in: acme.id).tree
        }

        func events() async throws -> [String] {
            try await house.database.read(
                AccountScope(account: acme.id.uuid).settings, LedgerQueries.page(of: acme.id.uuid, after: 0, limit: 200)
            ).map(\.kind)
        }
    }

    @Test func `a unit is made, read, renamed and moved, each with its event`() async throws {
        let company = try await Company()
        let made = try await company.client.post(
            company.path("/units"), #"{"name": "East", "parent": "\#(company.sales.id)", "language": "zh-CN"}"#)
        #expect(made.status == 201)
        let location = try #require(made.headers[.location])
        #expect(try await company.client.get(location).json?["parent"]?.text == company.sales.id.description)
        let moved = try await company.client.send(
            .patch, location, headers: [.ifMatch: "\"v1\""], json: #"{"name": "Far east", "parent": "\#(company.works.id)"}"#)
        #expect(moved.status == 200)
        #expect(moved.headers[.eTag] == "\"v2\"")
        #expect(moved.json?["name"]?.text == "Far east")
        #expect(moved.json?["parent"]?.text == company.works.id.description)
        #expect(try await company.events().suffix(3) == ["unitAdded", "unitChanged", "unitMoved"])
        let nothing = try await company.client.send(.patch, location, headers: [.ifMatch: "\"v2\""], json: "{}")
        #expect(nothing.headers[.eTag] == "\"v2\"")
        #expect(try await company.events().count == company.events().count)
    }

    @Test func `what holds in a unit is its own, or that of the nearest above that has it, and says so`() async throws {
        let company = try await Company()
        _ = try await company.change(company.sales, #"{"language": "zh-CN"}"#)
        func language(_ unit: Accounts.Unit) async throws -> [String?] {
            let setting = try await company.client.get(company.path("/units/\(unit.id)")).json?["settings"]?.items?.first {
                $0["setting"]?.text == "language"
            }
            return [setting?["value"]?.text, setting?["from"]?["name"]?.text, setting?["isInherited"].map { "\($0)" }]
        }
        #expect(try await language(company.north).prefix(2) == ["zh-CN", "Sales"])
        #expect(try await language(company.sales).prefix(2) == ["zh-CN", "Sales"])
        #expect(try await language(company.works).prefix(2) == ["en", nil])
        #expect(try await language(company.north)[2] != language(company.sales)[2])
        let listed = try await company.client.get(company.path("/units?q=north")).json?["items"]?.items
        #expect(listed?.count == 1)
        #expect(listed?.first?["settings"]?.items?.first?["value"]?.text == "zh-CN")
        let under = try await company.client.get(company.path("/units?parent=\(company.sales.id)")).json?["items"]?.items
        #expect(under?.count == 2)
    }

    @Test func `a unit comes under neither itself nor what is below it, and the root stays`() async throws {
        let company = try await Company()
        for target in [company.sales, company.north] {
            #expect(try await company.change(company.sales, #"{"parent": "\#(target.id)"}"#).problem == "unit-circle")
        }
        #expect(try await company.change(company.root, #"{"parent": "\#(company.works.id)"}"#).problem == "root-unit")
        #expect(try await company.change(company.root, #"{"status": "disabled"}"#).problem == "root-unit")
        let nowhere = UnitID(company.house.world.newUUID())
        #expect(try await company.change(company.sales, #"{"parent": "\#(nowhere)"}"#).problem == "parent-not-found")
    }

    /// Each alone is fine; both would be a circle that hangs from nothing.
    @Test(arguments: 0..<8) func `of two moves that together make a circle one happens`(round: Int) async throws {
        let company = try await Company()
        async let first = company.change(company.sales, #"{"parent": "\#(company.works.id)"}"#)
        async let second = company.change(company.works, #"{"parent": "\#(company.north.id)"}"#)
        let answers = try await [first, second]
        #expect(answers.map(\.status).sorted() == [200, 409])
        #expect(answers.contains { $0.problem == "unit-circle" })
        #expect(try await company.tree().units.count == 5)
    }

    @Test func `the database itself lets no circle be, whatever writes it`() async throws {
        let company = try await Company()
        await #expect(throws: PostgresError.self) {
            try await company.house.database.transaction(AccountScope(account: company.acme.id.uuid).settings) { transaction in
                try await transaction.run(
                    Query<Void>(
                        """
                        UPDATE units SET parent_id = CASE WHEN id = \(company.sales.id) THEN \(company.works.id)
                            ELSE \(company.north.id) END
                        WHERE account_id = \(company.acme.id) AND id IN (\(company.sales.id), \(company.works.id))
                        """))
            }
        }
        #expect(try await company.tree().units.count == 5)
    }

    @Test func `a disabled unit takes all below it along, as was shown before, and brings it back`() async throws {
        let company = try await Company()
        let nils = try await company.house.person("Nils")
        try await company.house.member(nils, in: company.north, as: .buyer)
        let token = try await company.house.token(nils)
        let preview = try await company.client.get(company.path("/units/\(company.sales.id)/disabling"))
        #expect(Set(preview.json?["units"]?.items?.compactMap { $0["name"]?.text } ?? []) == ["Sales", "North", "South"])
        #expect(preview.json?["openWork"]?.items?.first?["count"] == .integer(1))
        _ = try await company.house.admit(token, in: company.acme.id.description)

        #expect(try await company.change(company.sales, #"{"status": "disabled"}"#).json?["status"]?.text == "disabled")
        await #expect(throws: AccessRefusal.accountNotFound) {
            _ = try await company.house.admit(token, in: company.acme.id.description)
        }
        let north = try await company.client.get(company.path("/units/\(company.north.id)"))
        #expect(north.json?["status"]?.text == "disabledAbove")
        let under = try await company.client.post(company.path("/units"), #"{"name": "X", "parent": "\#(company.north.id)"}"#)
        #expect(under.problem == "unit-disabled")
        #expect(try await company.change(company.works, #"{"parent": "\#(company.north.id)"}"#).problem == "unit-disabled")

        #expect(try await company.change(company.sales, #"{"status": "active"}"#, version: 2).json?["status"]?.text == "active")
        _ = try await company.house.admit(token, in: company.acme.id.description)
        #expect(try await company.events().suffix(2) == ["unitDisabled", "unitEnabled"])
    }

    @Test func `nobody disables the unit that they stand in themselves`() async throws {
        let company = try await Company()
        let sela = try await company.house.person("Sela")
        try await company.house.member(sela, in: company.north, as: .accountAdmin)
        let client = company.house.client.bearing(try await company.house.token(sela))
        #expect(try await company.change(company.sales, #"{"status": "disabled"}"#, by: client).problem == "own-unit")
    }

    @Test func `a change without the right, of what one does not see and of what has changed since is refused`() async throws {
        let company = try await Company()
        let olaf = try await company.house.person("Olaf")
        try await company.house.member(olaf, in: company.sales, as: .approver)
        let client = company.house.client.bearing(try await company.house.token(olaf))
        #expect(try await company.change(company.sales, #"{"name": "Mine"}"#, by: client).status == 403)
        #expect(try await client.get(company.path("/units/\(company.works.id)")).status == 404)
        #expect(try await client.get(company.path("/units/\(company.north.id)")).status == 200)
        #expect(try await company.change(company.sales, #"{"name": "Late"}"#, version: 7).status == 412)
    }
}
