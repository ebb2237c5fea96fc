import Accounts
import Approvals
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// By whose right something is decided or ordered: what is shown before is what happens then.
@Suite(.database) struct DecidingTests {
    private func page(_ app: TestApp, _ plan: JSONValue, by person: CastPerson) async throws -> RouterAnswer {
        try await app.by(person).get(app.path("/approvals/\(plan["id"]?.text ?? "")"))
    }

    @Test func `whose own month is used up is told so by the page as by the decision, though another's right would do`() async throws {
        let app = try await TestApp.open()
        let ivo = try await app.newcomer("Ivo Ivanov", in: app.cast.root, as: .approver)
        let (_, plan) = try await Story(app: app).submitted()
        try await LimitTests.limit(app, app.cast.omar, ("approve", "month", "2000.00"))
        #expect(try await DelegationTests.delegate(app, "approve", of: ivo, to: app.cast.omar).status == 201)
        let shown = try await page(app, plan, by: app.cast.omar)
        #expect(shown.json?["limit"]?["period"]?.text == "month")
        #expect(shown.json?["for"] == nil)
        #expect(try await DelegationTests.decide(app, plan, "approve", by: app.cast.omar).problem == "limit-exceeded")
        let named = try await DelegationTests.decide(app, plan, "approve", by: app.cast.omar, for: ivo)
        #expect(named.json?["steps"]?.items?.first?["decision"]?["for"]?["name"]?.text == "Ivo Ivanov")
    }

    @Test func `whose own limit of one is too low decides for who delegated it, as the page says`() async throws {
        let app = try await TestApp.open()
        let ivo = try await app.newcomer("Ivo Ivanov", in: app.cast.root, as: .approver)
        let (_, plan) = try await Story(app: app).submitted()
        try await LimitTests.limit(app, app.cast.omar, ("approve", "each", "2000.00"))
        #expect(try await DelegationTests.delegate(app, "approve", of: ivo, to: app.cast.omar).status == 201)
        let shown = try await page(app, plan, by: app.cast.omar)
        #expect(shown.json?["limit"] == nil)
        #expect(shown.json?["for"]?.items?.first?["name"]?.text == "Ivo Ivanov")
        let decided = try await DelegationTests.decide(app, plan, "approve", by: app.cast.omar)
        #expect(decided.json?["steps"]?.items?.first?["decision"]?["for"]?["name"]?.text == "Ivo Ivanov")
    }

    @Test func `an order takes one's own limit, and no other's when that is used up`() async throws {
        let app = try await TestApp.open()
        let quote = try await LimitTests.approved(app)
        try await LimitTests.limit(app, app.cast.ada, ("order", "month", "0.00"))
        #expect(try await DelegationTests.delegate(app, "order", of: app.cast.ana, to: app.cast.ada).status == 201)
        let read = try await app.by(app.cast.ada).get(quote.here)
        #expect(read.json?["limit"]?["period"]?.text == "month")
        let refused = try await app.by(app.cast.ada).post(quote.here + "/order", headers: [.ifMatch: quote.version])
        #expect(refused.problem == "limit-exceeded" && refused.json?["for"] == nil)
    }

    @Test func `what waits for a role that one has elsewhere is in no inbox of one's`() async throws {
        let app = try await TestApp.open()
        let sales = try await app.unit("Sales", under: app.cast.root)
        let cfo = try await app.role("cfo", [.readApprovals], .unit)
        let policy = ApprovalPolicy(version: 2, rules: [.init(name: "All", above: nil, role: cfo)])
        try await app.database.owner.query(
            ApprovalQueries.publish(policy, account: app.cast.acme.id, unit: app.cast.engineering.id, at: app.clock.now))
        let fin = try await app.newcomer("Fin Frost", in: app.cast.engineering, as: .approver)
        let cara = try await app.newcomer("Cara Cole", in: app.cast.engineering, as: cfo, .approver)
        let second = try await app.by(app.cast.ada).post(
            app.path("/members"), #"{"person": "\#(fin.person.id)", "unit": "\#(sales.id)", "roles": ["cfo"]}"#)
        #expect(second.status == 201)
        app.clock.advance(by: .seconds(2 * Limits.principalMemorySeconds))
        let (_, plan) = try await Story(app: app).submitted()
        func inbox(_ person: CastPerson) async throws -> [JSONValue?]? {
            try await app.by(person).get(app.path("/approvals")).json?["items"]?.items?.map { $0["id"] }
        }
        #expect(try await inbox(cara) == [plan["id"]])
        #expect(try await inbox(fin) == [])
        #expect(try await page(app, plan, by: fin).json?["actions"]?.items == [])
    }

    @Test func `what one is told to be able to do for others is what counts`() async throws {
        let app = try await TestApp.open()
        #expect(try await DelegationTests.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam).status == 201)
        #expect(try await DelegationTests.delegate(app, "order", of: app.cast.ana, to: app.cast.aude).status == 201)
        func told(_ person: CastPerson) async throws -> Int? {
            app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
            return try await app.by(person).get("/v1/me").json?["accounts"]?.items?.first?["delegations"]?.items?.count
        }
        #expect(try await told(app.cast.sam) == 1)
        #expect(try await told(app.cast.aude) == 1)
        let (omar, unit) = (try DelegationTests.id(app.cast.omar), app.cast.engineering.id)
        try await app.database.owner.query(Query<Void>("UPDATE memberships SET roles = '{auditor}' WHERE id = \(omar)"))
        #expect(try await told(app.cast.sam) == 0, "he may not decide any more")
        try await app.database.owner.query(Query<Void>("UPDATE units SET disabled_at = \(app.clock.now) WHERE id = \(unit)"))
        #expect(try await told(app.cast.aude) == 0, "her unit is disabled")
    }

    @Test func `a delegation offers to change it to exactly those who may`() async throws {
        let app = try await TestApp.open()
        let made = try await DelegationTests.delegate(app, "order", of: app.cast.ana, to: app.cast.sam)
        let here = try #require(made.headers[.location])
        let mara = try await app.newcomer(
            "Mara Moss", in: app.cast.engineering, as: try await app.role("unitLead", [.readMembers, .manageMembers], .unit))
        let key = try await app.by(app.cast.ana).post(app.path("/api-keys"), #"{"name": "Program", "permissions": ["readMembers"]}"#)
        let program = app.client.bearing(try #require(key.json?["secret"]?.text))
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        func offered(_ client: RouterClient) async throws -> [String]? {
            try await client.get(here).json?["actions"]?.items?.compactMap { $0["rel"]?.text }
        }
        for client in [app.by(app.cast.ana), app.by(mara), app.by(app.cast.ada)] {
            #expect(try await offered(client) == ["change", "revoke"])
        }
        for client in [program, app.by(app.cast.sam), app.by(app.cast.aude)] {
            #expect(try await offered(client) == [])
            let revoked = try await client.post(here + "/revoke", headers: [.ifMatch: "\"v1\""])
            #expect([403, 404].contains(revoked.status))
        }
        #expect(try await app.by(mara).post(here + "/revoke", headers: [.ifMatch: "\"v1\""]).status == 200)
    }

    @Test func `a key that is for it changes roles, and gives by that no more than it is for`() async throws {
        let app = try await TestApp.open()
        _ = try await app.role("planner", [.readMembers], .unit)
        let key = try await app.by(app.cast.ada).post(
            app.path("/api-keys"), #"{"name": "Program", "permissions": ["readMembers", "manageRoles"]}"#)
        let program = app.client.bearing(try #require(key.json?["secret"]?.text))
        func change(_ json: String, version: Int) async throws -> RouterAnswer {
            try await program.send(.patch, app.path("/roles/planner"), headers: [.ifMatch: "\"v\(version)\""], json: json)
        }
        #expect(try await change(#"{"name": "Planners"}"#, version: 1).json?["name"]?.text == "Planners")
        let wider = #"{"permissions": [{"permission": "readMembers", "scope": "account"}, {"permission": "readQuotes", "scope": "own"}]}"#
        #expect(try await change(wider, version: 2).problem == "more-than-you-hold")
        let fair = #"{"permissions": [{"permission": "readMembers", "scope": "account"}]}"#
        #expect(try await change(fair, version: 2).status == 200)
    }

    @Test func `a unit shows contracts in force, to those who read contracts`() async throws {
        let app = try await TestApp.open()
        func contracts(_ person: CastPerson) async throws -> [String?]? {
            try await Story(app: app).signIn(person).get(app.path("/units/\(app.cast.engineering.id)")).json?["settings"]?.items?
                .filter { $0["setting"]?.text == "contract" }.map { $0["value"]?.text }
        }
        #expect(try await contracts(app.cast.ana)?.count == 1)
        #expect(try await contracts(app.cast.sam) == [], "a shopper reads no contracts")
        let next = #"{"validFrom": "2027-03-01", "assortment": [{"effect": "include", "selector": "everything"}]}"#
        let made = try await app.by(app.cast.rita).post(
            app.path("/contracts"),
            #"{"number": "C-2", "name": "Next", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(next)}"#)
        let path = try #require(made.headers[.location])
        #expect(try await contracts(app.cast.ana)?.count == 1, "the customer knows nothing of a draft")
        _ = try await app.by(app.cast.rita).post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(try await contracts(app.cast.ana)?.contains("C-2 Next, from 2027-03-01") == true)
        app.clock.set(try #require(Instant("2027-01-01T10:00:00Z")))
        #expect(try await contracts(app.cast.ana) == ["C-2 Next, from 2027-03-01"], "the other has ended with the year")
        app.clock.set(try #require(Instant("2027-03-01T10:00:00Z")))
        #expect(try await contracts(app.cast.ana) == ["C-2 Next"])
    }
}
