import Accounts
import HTTPTypes
import Kernel
import Orders
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// Somebody is away, and others approve or buy for them: never more than they may, and never what either asked for.
@Suite(.database) struct DelegationTests {
    static func id(_ person: CastPerson) throws -> MembershipID { try #require(person.membership?.id) }

    /// - Parameter by: whoever is away, where it is not said.
    static func delegate(
        _ app: TestApp, _ act: String, of delegator: CastPerson, to delegates: CastPerson..., by caller: CastPerson? = nil,
        until: String = "2026-06-30", more: String = ""
    ) async throws -> RouterAnswer {
        let ids = try delegates.map { "\"\(try id($0))\"" }.joined(separator: ", ")
        let answer = try await app.by(caller ?? delegator).post(
            app.path("/members/\(try id(delegator))/delegations"),
            #"{"act": "\#(act)", "endsOn": "\#(until)", "delegates": [\#(ids)]\#(more)}"#)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        return answer
    }

    static func decide(
        _ app: TestApp, _ plan: JSONValue, _ verdict: String, by person: CastPerson, for delegator: CastPerson? = nil
    ) async throws -> RouterAnswer {
        let (plan, digest) = (try #require(plan["id"]?.text), try #require(plan["digest"]?.text))
        let named = try delegator.map { #", "for": "\#(try id($0))""# } ?? ""
        return try await app.by(person).post(
            app.path("/approvals/\(plan)/decisions"), #"{"decision": "\#(verdict)", "digest": "\#(digest)"\#(named)}"#)
    }

    @Test func `an approver on leave is stood in for by a colleague, and everybody sees for whom`() async throws {
        let app = try await TestApp.open()
        let story = Story(app: app)
        let made = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        #expect(made.status == 201)
        #expect(made.json?["state"]?.text == "inForce")
        #expect(made.json?["delegates"]?.items?.first?["name"]?.text == "Sam Shaw")
        let (_, plan) = try await story.submitted()
        let line = try await app.by(app.cast.sam).get(app.path("/approvals")).json?["items"]?.items?.first
        #expect(line?["id"] == plan["id"])
        #expect(line?["for"]?["name"]?.text == "Omar Haddad")
        #expect(try await story.omar.get(app.path("/approvals")).json?["items"]?.items?.first?["for"] == nil)
        let here = app.path("/approvals/\(plan["id"]?.text ?? "")")
        let page = try await app.by(app.cast.sam).get(here)
        #expect(page.json?["for"]?.items?.first?["name"]?.text == "Omar Haddad")
        #expect(page.json?["actions"]?.items?.isEmpty == false)
        let decided = try await Self.decide(app, plan, "approve", by: app.cast.sam)
        #expect(decided.status == 200)
        let decision = decided.json?["steps"]?.items?.first?["decision"]
        #expect(decision?["by"]?.text == "Sam Shaw")
        #expect(decision?["for"]?["name"]?.text == "Omar Haddad")
        let read = try await story.omar.get(here).json?["steps"]?.items?.first?["decision"]
        #expect(read?["for"]?["member"]?.text == (try Self.id(app.cast.omar)).description)
        let view = try await story.view(by: app.by(app.cast.rita))
        let event = view["timeline"]?.items?.first { $0["kind"]?.text == "approvalDecided" }
        #expect(event?["actor"]?["name"]?.text == "Sam Shaw")
        #expect(event?["onBehalfOfName"]?.text == "Omar Haddad")
        try await story.expectWholeLedger()
    }

    @Test func `who may not decide by themself sees what is delegated, and nothing of it afterwards`() async throws {
        let app = try await TestApp.open()
        let (_, plan) = try await Story(app: app).submitted()
        let here = app.path("/approvals/\(plan["id"]?.text ?? "")")
        #expect(try await app.by(app.cast.sam).get(here).status == 404)
        let made = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        #expect(try await app.by(app.cast.sam).get(here).status == 200)
        let me = try await app.by(app.cast.sam).get("/v1/me").json?["accounts"]?.items?.first?["delegations"]?.items?.first
        #expect(me?["name"]?.text == "Omar Haddad")
        let path = try #require(made.headers[.location])
        #expect(try await app.by(app.cast.sam).get(path).status == 200, "a delegate reads what is delegated to them")
        #expect(try await app.by(app.cast.sam).post(path + "/revoke", headers: [.ifMatch: "\"v1\""]).problem != nil)
        let revoked = try await app.by(app.cast.omar).post(path + "/revoke", headers: [.ifMatch: "\"v1\""])
        #expect(revoked.json?["state"]?.text == "revoked")
        #expect(try await app.by(app.cast.sam).get(here).status == 404, "at once")
        #expect(try await Self.decide(app, plan, "approve", by: app.cast.sam).status == 403)
        let again = try await app.by(app.cast.omar).post(path + "/revoke", headers: [.ifMatch: "\"v2\""])
        #expect(again.problem == "delegation-ended")
    }

    @Test func `neither a delegate nor a delegator decides on what they asked for`() async throws {
        let app = try await TestApp.open()
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, app.cast.ana)
        let (_, plan) = try await Story(app: app).submitted()
        let asked = try await Self.decide(app, plan, "approve", by: app.cast.ana)
        #expect(asked.status == 403)
        #expect(asked.problem == "own-request")
        #expect(try await app.by(app.cast.ana).get(app.path("/approvals")).json?["items"]?.items?.isEmpty == true)
        // Ada changes a quote and is an approver too: whoever stands in for her may not decide on it.
        let ada = try Self.id(app.cast.ada)
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(ada)"))
        _ = try await Self.delegate(app, "approve", of: app.cast.ada, to: app.cast.sam)
        let made = try await app.by(app.cast.ana).post(
            app.path("/quotes"), #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "3"}]}"#)
        let here = try #require(made.headers[.location])
        _ = try await app.by(app.cast.ada).send(.patch, here, headers: [.ifMatch: "\"v1\""], json: #"{"notes": "Cheaper ones?"}"#)
        let submitted = try await app.by(app.cast.ana).post(here + "/submit", headers: [.ifMatch: "\"v2\""])
        let second = try #require(submitted.json?["approval"])
        let forAda = try await Self.decide(app, second, "approve", by: app.cast.sam, for: app.cast.ada)
        #expect(forAda.problem == "own-request")
        #expect(forAda.json?["because"]?.text == "edited")
        let forOmar = try await Self.decide(app, second, "approve", by: app.cast.sam)
        #expect(forOmar.json?["steps"]?.items?.first?["decision"]?["for"]?["name"]?.text == "Omar Haddad", "it can only be for him")
    }

    @Test func `what was delegated is not passed on`() async throws {
        let app = try await TestApp.open()
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        let passed = try await Self.delegate(app, "approve", of: app.cast.sam, to: app.cast.aude)
        #expect(passed.problem == "nothing-to-delegate")
        // Not even where it was delegated when the roles still allowed it.
        let sam = try Self.id(app.cast.sam)
        let roles = { (roles: String) in
            try await app.database.owner.query(Query<Void>("UPDATE memberships SET roles = \(roles)::text[] WHERE id = \(sam)"))
        }
        try await roles("{shopper,approver}")
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await Self.delegate(app, "approve", of: app.cast.sam, to: app.cast.aude).status == 201)
        try await roles("{shopper}")
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let (_, plan) = try await Story(app: app).submitted()
        #expect(try await Self.decide(app, plan, "approve", by: app.cast.aude).status == 403)
        #expect(try await Self.decide(app, plan, "approve", by: app.cast.sam).status == 200)
    }

    @Test func `the amount, and the delegator's own limits, hold for the delegate`() async throws {
        let app = try await TestApp.open()
        let (_, plan) = try await Story(app: app).submitted()
        _ = try await Self.delegate(
            app, "approve", of: app.cast.omar, to: app.cast.sam, more: #", "upTo": {"amount": "2079.99", "currency": "EUR"}"#)
        let refused = try await Self.decide(app, plan, "approve", by: app.cast.sam)
        #expect(refused.problem == "limit-exceeded")
        #expect(refused.json?["limit"]?["amount"]?.text == "2079.99")
        #expect(refused.json?["for"]?.text == (try Self.id(app.cast.omar)).description)
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        try await LimitTests.limit(app, app.cast.omar, ("approve", "month", "3000.00"))
        #expect(try await Self.decide(app, plan, "approve", by: app.cast.sam).status == 200)
        let (_, second) = try await Story(app: app).submitted()
        let own = try await Self.decide(app, second, "approve", by: app.cast.omar)
        #expect(own.json?["used"]?["amount"]?.text == "2080.00", "what was approved for him counts on his limit")
    }

    @Test func `a delegation ends with its last day in the account's zone, and with the delegator's right`() async throws {
        let app = try await TestApp.open()
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, until: "2026-06-16")
        let (_, plan) = try await Story(app: app).submitted()
        let here = app.path("/approvals/\(plan["id"]?.text ?? "")")
        app.clock.set(Instant("2026-06-16T21:59:58Z")!)
        let sam = try await Story(app: app).signIn(app.cast.sam)
        #expect(try await sam.get(here).status == 200)
        // Midnight in Berlin.
        app.clock.set(Instant("2026-06-16T22:00:00Z")!)
        #expect(try await sam.get(here).status == 404)
        #expect(try await sam.post(here + "/decisions", Story.decision("approve", plan["digest"]?.text ?? "")).status == 403)
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, by: app.cast.omar)
        let again = try await Story(app: app).signIn(app.cast.omar).post(
            app.path("/members/\(try Self.id(app.cast.omar))/delegations"),
            #"{"act": "approve", "endsOn": "2026-07-30", "delegates": ["\#(try Self.id(app.cast.sam))"]}"#)
        #expect(again.status == 201)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await sam.get(here).status == 200)
        let omar = try Self.id(app.cast.omar)
        try await app.database.owner.query(Query<Void>("UPDATE memberships SET roles = '{auditor}' WHERE id = \(omar)"))
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await sam.get(here).status == 404, "nothing is left to delegate")
    }

    @Test func `of several who have delegated it the decision names one`() async throws {
        let app = try await TestApp.open()
        let ada = try Self.id(app.cast.ada)
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(ada)"))
        _ = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        _ = try await Self.delegate(app, "approve", of: app.cast.ada, to: app.cast.sam)
        let (_, plan) = try await Story(app: app).submitted()
        let which = try await Self.decide(app, plan, "approve", by: app.cast.sam)
        #expect(which.problem == "several-delegators")
        #expect(which.json?["delegators"]?.items?.count == 2)
        #expect(try await Self.decide(app, plan, "approve", by: app.cast.sam, for: app.cast.ana).problem == "not-delegated")
        let decided = try await Self.decide(app, plan, "approve", by: app.cast.sam, for: app.cast.ada)
        #expect(decided.json?["steps"]?.items?.first?["decision"]?["for"]?["name"]?.text == "Ada Adler")
    }

    @Test func `who buys for somebody submits and orders what is theirs, on their limits, and edits nothing`() async throws {
        let app = try await TestApp.open()
        let story = Story(app: app)
        let made = try await app.by(app.cast.ana).post(
            app.path("/quotes"), #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": 2}]}"#)
        let here = try #require(made.headers[.location])
        #expect(try await app.by(app.cast.sam).get(here).status == 404)
        #expect(try await Self.delegate(app, "order", of: app.cast.ana, to: app.cast.sam).status == 201)
        let read = try await app.by(app.cast.sam).get(here)
        #expect(read.json?["actions"]?.items?.compactMap { $0["rel"]?.text } == ["submit"])
        let edited = try await app.by(app.cast.sam).send(.patch, here, headers: [.ifMatch: "\"v1\""], json: #"{"name": "Mine"}"#)
        #expect(edited.status == 404)
        let submitted = try await app.by(app.cast.sam).post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.json?["approval"]?["state"]?.text == "approved")
        let version = submitted.headers[.eTag] ?? ""
        try await LimitTests.limit(app, app.cast.ana, ("order", "day", "379.97"))
        #expect(try await app.by(app.cast.sam).post(here + "/order", headers: [.ifMatch: version]).problem == "limit-exceeded")
        try await LimitTests.limit(app, app.cast.ana, ("order", "day", "379.98"), version: 2)
        let ordered = try await app.by(app.cast.sam).post(here + "/order", headers: [.ifMatch: version])
        #expect(ordered.status == 201)
        #expect(ordered.json?["requester"]?.text == "Ana Alves")
        #expect(ordered.json?["placedBy"]?["name"]?.text == "Sam Shaw")
        #expect(ordered.json?["placedBy"]?["for"]?["name"]?.text == "Ana Alves")
        #expect(try await app.by(app.cast.sam).get(try #require(ordered.headers[.location])).status == 200)
        let left = try await app.by(app.cast.ana).get("/v1/me").json?["accounts"]?.items?.first?["limits"]?.items?.first?["left"]
        #expect(left?.items?.first?["amount"]?.text == "0.00")
        let events = try await app.by(app.cast.aude).get(app.path("/timeline")).json?["items"]?.items
        let kinds = events?.filter { $0["onBehalfOfName"]?.text == "Ana Alves" }.compactMap { $0["kind"]?.text }
        #expect(Set(kinds ?? []) == ["quoteSubmitted", "quoteApproved", "orderPlaced"])
        try await story.expectWholeLedger()
    }

    @Test func `who manages members delegates for one who fell ill, and not to themselves`() async throws {
        let app = try await TestApp.open()
        let ill = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, by: app.cast.ada)
        #expect(ill.status == 201)
        let own = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.ada, by: app.cast.ada)
        #expect(own.problem == "for-yourself")
        #expect(
            try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, by: app.cast.aude).problem
                == "delegation-not-yours")
        #expect(try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, by: app.cast.ana).status == 404)
    }

    @Test func `nobody passes on a limit above their own by delegating what is another's`() async throws {
        let app = try await TestApp.open()
        func limit(_ person: CastPerson) async throws -> RouterAnswer {
            let answer = try await app.by(app.cast.ada).send(
                .patch, app.path("/members/\(try Self.id(person))"), headers: [.ifMatch: "\"v1\""],
                json: #"{"limits": [{"act": "order", "period": "each", "limit": {"amount": "500.00", "currency": "EUR"}}]}"#)
            app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
            return answer
        }
        #expect(try await limit(app.cast.ada).status == 200)
        let wider = try await Self.delegate(app, "order", of: app.cast.ana, to: app.cast.sam, by: app.cast.ada)
        #expect(wider.problem == "more-than-your-limit")
        #expect(try await limit(app.cast.ana).status == 200)
        let same = try await Self.delegate(app, "order", of: app.cast.ana, to: app.cast.sam, by: app.cast.ada)
        #expect(same.status == 201)
    }

    @Test func `what is wrong with a delegation is told at once, and it is only shortened`() async throws {
        let app = try await TestApp.open()
        let past = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, until: "2026-06-14")
        #expect(past.faults == ["/endsOn beforeStart"])
        let oneself = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam, app.cast.omar, app.cast.ravi)
        #expect(oneself.faults == ["/delegates/1 notFound", "/delegates/2 notFound"])
        let negative = try await Self.delegate(
            app, "approve", of: app.cast.omar, to: app.cast.sam, more: #", "upTo": {"amount": "-1.00", "currency": "EUR"}"#)
        #expect(negative.faults == ["/upTo negative"])
        let made = try await Self.delegate(app, "approve", of: app.cast.omar, to: app.cast.sam)
        let path = try #require(made.headers[.location])
        let omar = app.by(app.cast.omar)
        let longer = try await omar.send(.patch, path, headers: [.ifMatch: "\"v1\""], json: #"{"endsOn": "2026-07-01"}"#)
        #expect(longer.problem == "delegation-not-shortened")
        let shorter = try await omar.send(.patch, path, headers: [.ifMatch: "\"v1\""], json: #"{"endsOn": "2026-06-20"}"#)
        #expect(shorter.json?["endsOn"]?.text == "2026-06-20")
        #expect(shorter.headers[.eTag] == "\"v2\"")
        let list = try await omar.get(app.path("/members/\(try Self.id(app.cast.omar))/delegations")).json?["items"]?.items
        #expect(list?.count == 1)
        let kinds = try await app.by(app.cast.aude).get(app.path("/timeline")).json?["items"]?.items?.compactMap { $0["kind"]?.text }
        #expect(kinds?.prefix(2) == ["delegationChanged", "delegationAdded"])
    }
}
