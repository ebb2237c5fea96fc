import Accounts
import Approvals
import HTTPTypes
import Kernel
import Ledger
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// Somebody leaves: what was theirs goes on, and nothing waits for nobody.
@Suite(.database) struct LeavingTests {
    static func end(_ app: TestApp, _ person: CastPerson, _ more: String = "", version: Int = 1) async throws -> RouterAnswer {
        try await app.by(app.cast.ada).post(
            app.path("/members/\(try id(person))/end"), headers: [.ifMatch: "\"v\(version)\""], #"{"lastDay": "2026-06-14"\#(more)}"#)
    }

    static func id(_ person: CastPerson) throws -> MembershipID { try #require(person.membership?.id) }

    static func quote(_ app: TestApp, _ quantity: Int) async throws -> String {
        let body = #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": \#(quantity)}]}"#
        return try #require(try await app.by(app.cast.ana).post(app.path("/quotes"), body).headers[.location])
    }

    @Test func `a draft goes on with a successor who could order it, and with nobody else`() async throws {
        let app = try await TestApp.open()
        let draft = try await Self.quote(app, 2)
        let needed = try await Self.end(app, app.cast.ana)
        #expect(needed.problem == "successor-needed")
        #expect(needed.json?["openWork"]?.items?.first?["kind"]?.text == "quotes")
        let sam = try Self.id(app.cast.sam)
        let cannot = try await Self.end(app, app.cast.ana, #", "successor": "\#(sam)""#)
        #expect(cannot.problem == "successor-cannot-take")
        #expect(cannot.json?["permissions"]?.items?.compactMap(\.text) == ["order"])
        let asBuyer = try await app.by(app.cast.ada).send(
            .patch, app.path("/members/\(sam)"), headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["buyer"]}"#)
        #expect(asBuyer.status == 200)
        #expect(try await app.by(app.cast.sam).get(draft).status == 404)
        #expect(try await Self.end(app, app.cast.ana, #", "successor": "\#(sam)""#).status == 200)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await app.by(app.cast.ana).get(draft).problem == "account-not-found")
        let read = try await app.by(app.cast.sam).get(draft)
        #expect(read.status == 200)
        let submitted = try await app.by(app.cast.sam).post(draft + "/submit", headers: [.ifMatch: read.headers[.eTag] ?? ""])
        #expect(submitted.json?["approval"]?["state"]?.text == "approved")
        let listed = try await app.by(app.cast.sam).get(app.path("/quotes")).json?["items"]?.items
        #expect(listed?.count == 1, "a list obeys the same scope as a read")
    }

    @Test func `without a name it is the manager who goes on, and from a day to come only then`() async throws {
        let app = try await TestApp.open()
        let draft = try await Self.quote(app, 2)
        let (ana, sam) = (try Self.id(app.cast.ana), try Self.id(app.cast.sam))
        let ada = app.by(app.cast.ada)
        _ = try await ada.send(.patch, app.path("/members/\(sam)"), headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["buyer"]}"#)
        _ = try await ada.send(.patch, app.path("/members/\(ana)"), headers: [.ifMatch: "\"v1\""], json: #"{"manager": "\#(sam)"}"#)
        let ended = try await ada.post(
            app.path("/members/\(ana)/end"), headers: [.ifMatch: "\"v2\""], #"{"lastDay": "2026-06-16"}"#)
        #expect(ended.json?["successor"]?.text == sam.description)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await app.by(app.cast.ana).get(draft).status == 200)
        #expect(try await app.by(app.cast.sam).get(draft).status == 404)
        app.clock.set(Instant("2026-06-17T10:00:00Z")!)
        let story = Story(app: app)
        #expect(try await story.signIn(app.cast.sam).get(draft).status == 200)
        let back = try await story.signIn(app.cast.ada).post(
            app.path("/members/\(sam)/end"), headers: [.ifMatch: "\"v2\""], #"{"lastDay": "2026-06-16"}"#)
        #expect(back.problem == "successor-needed", "what was left to them needs somebody too")
    }

    @Test func `nobody leaves an approval behind that nobody else could decide`() async throws {
        let app = try await TestApp.open()
        let draft = try await Self.quote(app, 100)
        let submitted = try await app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
        let plan = try #require(submitted.json?["approval"]?["id"]?.text)
        let alone = try await Self.end(app, app.cast.omar)
        #expect(alone.problem == "nobody-else-eligible")
        #expect(alone.json?["steps"]?.items?.compactMap { $0["approval"]?.text } == [plan])
        let ada = app.by(app.cast.ada)
        let omar = try Self.id(app.cast.omar)
        let stripped = try await ada.send(
            .patch, app.path("/members/\(omar)"), headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["auditor"]}"#)
        #expect(stripped.problem == "nobody-else-eligible")
        let body = { (person: CastPerson) in
            #"{"person": "\#(person.person.id)", "unit": "\#(app.cast.engineering.id)", "roles": ["approver"]}"#
        }
        #expect(try await ada.post(app.path("/members"), body(app.cast.ada)).problem == "for-yourself")
        #expect(try await ada.post(app.path("/members"), body(app.cast.aude)).status == 201)
        #expect(try await Self.end(app, app.cast.omar).status == 200)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let inbox = try await app.by(app.cast.aude).get(app.path("/approvals")).json?["items"]?.items
        #expect(inbox?.compactMap { $0["id"]?.text } == [plan])
    }

    @Test func `a step that names an account's own role waits for those who have it, until it is disabled`() async throws {
        let app = try await TestApp.open()
        let ada = app.by(app.cast.ada)
        let role =
            #"{"key": "controller", "name": "Controller", "permissions": [{"permission": "decideApprovals", "scope": "unit"}, "#
            + #"{"permission": "readApprovals", "scope": "unit"}]}"#
        #expect(try await ada.post(app.path("/roles"), role).status == 201)
        let policy = ApprovalPolicy(version: 2, rules: [.init(name: "All", above: nil, role: RoleKey(rawValue: "controller"))])
        try await app.database.owner.query(
            ApprovalQueries.publish(policy, account: app.cast.acme.id, unit: app.cast.engineering.id, at: app.clock.now))
        let draft = try await Self.quote(app, 1)
        let none = try await app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(none.problem == "nobody-eligible")
        #expect(none.json?["role"]?.text == "controller")
        let sam = try Self.id(app.cast.sam)
        let given = try await ada.send(
            .patch, app.path("/members/\(sam)"), headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["shopper", "controller"]}"#)
        #expect(given.status == 200)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let submitted = try await app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
        let plan = try #require(submitted.json?["approval"])
        #expect(try await app.by(app.cast.omar).get(app.path("/approvals")).json?["items"]?.items?.isEmpty == true)
        let inbox = try await app.by(app.cast.sam).get(app.path("/approvals")).json?["items"]?.items
        let waits = try #require(plan["id"]?.text)
        #expect(inbox?.compactMap { $0["id"]?.text } == [waits])
        let decide = app.path("/approvals/\(plan["id"]?.text ?? "")/decisions")
        let decided = try await app.by(app.cast.sam).post(decide, Story.decision("approve", plan["digest"]?.text ?? ""))
        #expect(decided.json?["state"]?.text == "approved")
        let off = try await ada.send(
            .patch, app.path("/roles/controller"), headers: [.ifMatch: "\"v1\""], json: #"{"status": "disabled"}"#)
        #expect(off.status == 200)
        let next = try await Self.quote(app, 1)
        #expect(try await app.by(app.cast.ana).post(next + "/submit", headers: [.ifMatch: "\"v1\""]).problem == "nobody-eligible")
    }

    @Test func `the nearest unit's policy decides, and above it the account's`() async throws {
        let app = try await TestApp.open()
        let strict = ApprovalPolicy(version: 2, rules: [.init(name: "All", above: nil, role: .approver)])
        let loose = ApprovalPolicy(version: 3, rules: [])
        try await app.database.owner.query(
            ApprovalQueries.publish(strict, account: app.cast.acme.id, unit: app.cast.engineering.id, at: app.clock.now))
        try await app.database.owner.query(
            ApprovalQueries.publish(loose, account: app.cast.acme.id, unit: app.cast.root.id, at: app.clock.now))
        func version(_ unit: UnitID?) async throws -> Int? {
            try await app.database.owner.query(ApprovalQueries.policy(account: app.cast.acme.id, in: unit))?.version
        }
        #expect(try await version(app.cast.engineering.id) == 2)
        #expect(try await version(app.cast.root.id) == 3)
        #expect(try await version(nil) == 1)
        let draft = try await Self.quote(app, 1)
        let submitted = try await app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.json?["approval"]?["state"]?.text == "pending", "Engineering's is not the account's")
    }

    @Test func `what one may do is told in words, with the roles that it comes from`() async throws {
        let app = try await TestApp.open()
        let me = try await app.by(app.cast.omar).get("/v1/me")
        let account = me.json?["accounts"]?.items?.first
        let permissions = account?["memberships"]?.items?.first?["permissions"]?.items
        let deciding = permissions?.first { $0["permission"]?.text == "decideApprovals" }
        #expect(
            deciding?["explanation"]?.text
                == "You may decide about approvals, never about what you asked for yourself: in Acme and all below it. "
                + "That comes from: approver.")
        #expect(deciding?["from"]?.items?.compactMap { $0["role"]?.text } == ["approver"])
        #expect(account?["explanation"]?.text == "You have no limits.")
    }
}
