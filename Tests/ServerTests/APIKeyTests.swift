import Accounts
import HTTPTypes
import Kernel
import Ledger
import Postgres
import PurveyorTesting
import Testing
import Web

/// Keys as their people and their programs meet them.
@Suite(.database) struct APIKeyTests {
    private struct Key {
        let here: String
        let secret: String
    }

    private func make(
        _ app: TestApp, _ client: RouterClient, _ permissions: [Permission], more: String = ""
    ) async throws -> Key {
        let answer = try await client.post(app.path("/api-keys"), Self.body(permissions, more))
        #expect(answer.status == 201, "\(answer.text)")
        return Key(here: try #require(answer.headers[.location]), secret: try #require(answer.json?["secret"]?.text))
    }

    private static func body(_ permissions: [Permission], _ more: String = "") -> String {
        let names = permissions.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return "{\"name\": \"Purchasing system\", \"permissions\": [\(names)]\(more)}"
    }

    @Test func `a program with Ana's key does what the key is for, in Ana's name, and nothing else of hers`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let key = try await make(app, ana, [.readCatalog, .readQuotes, .writeQuotes])
        let program = app.client.bearing(key.secret)
        let quote = try await program.post(app.path("/quotes"), #"{"name": "By night", "lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        #expect(quote.status == 201)
        let here = try #require(quote.headers[.location])
        let submitted = try await program.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.status == 403 && submitted.json?["permission"]?.text == "submitQuotes")
        #expect(try await program.get(app.path("/orders")).json?["permission"]?.text == "readOrders")
        #expect(try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""]).status == 200)
        #expect(try await program.get(app.path("", in: app.cast.rival)).problem == "account-not-found")
    }

    @Test func `what a key may do is told to it, and no more`() async throws {
        let app = try await TestApp.open()
        #expect(try await DelegationTests.delegate(app, "approve", of: app.cast.omar, to: app.cast.ana).status == 201)
        let whole = try await app.by(app.cast.ana).get("/v1/me").json?["accounts"]?.items?.first
        #expect(whole?["delegations"]?.items?.count == 1)
        let key = try await make(app, app.by(app.cast.ana), [.readCatalog, .order])
        let me = try #require(try await app.client.bearing(key.secret).get("/v1/me").json)
        let permissions = me["accounts"]?.items?.first?["memberships"]?.items?.first?["permissions"]?.items ?? []
        #expect(permissions.compactMap { $0["permission"]?.text } == ["readCatalog", "order"])
        #expect(me["accounts"]?.items?.first?["delegations"]?.items?.isEmpty == true, "she may decide for Omar, the key may not")
        #expect(me["credential"]?["kind"]?.text == "apiKey" && me["sessionExpiresAt"] == nil)
        let rita = try await make(app, app.by(app.cast.rita), [.readQuotes])
        let staff = try #require(try await app.client.bearing(rita.secret).get("/v1/me").json?["staff"])
        let reps = staff["teams"]?.items?.first?["permissions"]?.items ?? []
        #expect(reps.compactMap { $0["permission"]?.text } == ["readQuotes"])
    }

    @Test func `nobody makes a key for what they may not do themselves`() async throws {
        let app = try await TestApp.open()
        let answer = try await app.by(app.cast.sam).post(app.path("/api-keys"), Self.body([.readCatalog, .order, .manageMembers]))
        #expect(answer.status == 403 && answer.problem == "more-than-you-hold")
        #expect(answer.json?["permissions"] == .array([.string("order"), .string("manageMembers")]))
        let past = try await app.by(app.cast.sam).post(
            app.path("/api-keys"), Self.body([.readCatalog], #", "expiresAt": "2026-06-15T10:00:00Z""#))
        #expect(past.status == 422 && past.faults == ["/expiresAt notLater"])
        let bad = try await app.by(app.cast.sam).post(
            app.path("/api-keys"), #"{"name": "", "permissions": ["fly"], "expiresAt": "soon"}"#)
        #expect(Set(bad.faults) == ["/name empty", "/permissions/0 notAllowed", "/expiresAt notATime"])
    }

    @Test func `what Ana loses her keys lose`() async throws {
        let app = try await TestApp.open()
        let (ada, membership) = (app.by(app.cast.ada), try #require(app.cast.ana.membership))
        let key = try await make(app, app.by(app.cast.ana), [.writeQuotes, .order, .readQuotes])
        let program = app.client.bearing(key.secret)
        let quote = #"{"name": "Chairs"}"#
        #expect(try await program.post(app.path("/quotes"), quote).status == 201)
        let path = app.path("/members/\(membership.id)")
        let narrowed = try await ada.send(.patch, path, headers: [.ifMatch: "\"v1\""], json: #"{"roles": ["auditor"]}"#)
        #expect(narrowed.status == 200)
        #expect(try await program.post(app.path("/quotes"), quote).json?["permission"]?.text == "writeQuotes")
        #expect(try await program.get(app.path("/quotes")).status == 200)
        let successor = try #require(app.cast.sam.membership?.id)
        let ended = try await ada.post(
            path + "/end", headers: [.ifMatch: "\"v2\""], #"{"lastDay": "2026-06-15", "successor": "\#(successor)"}"#)
        #expect(ended.status == 200, "\(ended.text)")
        #expect(try await program.get(app.path("/quotes")).status == 200)
        app.clock.advance(by: .seconds(86_400))
        #expect(try await program.get(app.path("/quotes")).problem == "account-not-found")
    }

    @Test func `a key decides about approvals only where that is what it is for`() async throws {
        let story = try await Story.begin()
        let app = story.app
        let (_, plan) = try await story.submitted()
        let id = try #require(plan["id"]?.text)
        let body = Story.decision("approve", try #require(plan["digest"]?.text))
        let reader = app.client.bearing(try await make(app, story.omar, [.readApprovals]).secret)
        #expect(try await reader.post(app.path("/approvals/\(id)/decisions"), body).json?["permission"]?.text == "decideApprovals")
        #expect(try await reader.get(app.path("/approvals?state=mine")).json?["items"]?.items?.isEmpty == true)
        let decider = app.client.bearing(try await make(app, story.omar, [.readApprovals, .decideApprovals]).secret)
        #expect(try await decider.post(app.path("/approvals/\(id)/decisions"), body).status == 200)
    }

    @Test func `with a key nobody makes keys, changes them or sees sessions`() async throws {
        let app = try await TestApp.open()
        let ada = app.by(app.cast.ada)
        let key = try await make(app, ada, [.manageMembers, .manageRoles, .readMembers])
        let program = app.client.bearing(key.secret)
        let before = try await app.database.contents()
        let refused = [
            try await program.post(app.path("/api-keys"), Self.body([.readMembers])),
            try await program.send(.patch, key.here, headers: [.ifMatch: "\"v1\""], json: #"{"name": "Mine"}"#),
            try await program.post(key.here + "/rotate", headers: [.ifMatch: "\"v1\""]),
            try await program.post(key.here + "/revoke"),
            try await program.post(key.here + "/admit", #"{"permissions": ["readMembers"]}"#),
            try await program.get("/v1/sessions"), try await program.send(.delete, "/v1/sessions"),
            try await program.send(.delete, "/v1/sessions/current"),
            try await program.send(.delete, "/v1/sessions/0197737c-5e00-7a10-8c55-0a1b2c3d4e5f"),
        ]
        #expect(refused.allSatisfy { $0.status == 403 && $0.problem == "session-required" }, "\(refused.map(\.text))")
        #expect(try await app.database.contents() == before)
        #expect(try await program.get(key.here).json?["actions"]?.items?.isEmpty == true)
        let rita = app.client.bearing(try await make(app, app.by(app.cast.rita), [.readAccountView]).secret)
        #expect(try await rita.get("/v1/crm/accounts").problem == "session-required")
        #expect(try await rita.get("/v1/crm/accounts/\(app.cast.acme.id)/view").status == 200)
    }

    @Test func `a rotated key works with both secrets until the moment that was said`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let key = try await make(app, ana, [.readCatalog])
        let until = app.clock.now + .seconds(3600)
        let answer = try await ana.post(
            key.here + "/rotate", headers: [.ifMatch: "\"v1\"", .idempotencyKey: "once"], #"{"oldSecretExpiresAt": "\#(until)"}"#)
        #expect(answer.status == 200 && answer.headers[.eTag] == "\"v2\"" && answer.headers[.cacheControl] == "no-store")
        let secret = try #require(answer.json?["secret"]?.text)
        #expect(answer.json?["oldSecretExpiresAt"]?.text == until.description)
        let (old, new) = (app.client.bearing(key.secret), app.client.bearing(secret))
        for program in [old, new] { #expect(try await program.get(app.path("/catalog")).status == 200) }
        app.clock.set(until)
        #expect(try await old.get(app.path("/catalog")).status == 401)
        #expect(try await new.get(app.path("/catalog")).status == 200)
        // At once, and never more than two.
        let again = try await ana.post(key.here + "/rotate", headers: [.ifMatch: "\"v2\""])
        #expect(try await new.get(app.path("/catalog")).status == 401)
        let third = app.client.bearing(try #require(again.json?["secret"]?.text))
        #expect(try await third.get(app.path("/catalog")).status == 200)
        let tooLong = app.clock.now + .seconds(Limits.apiKeyOverlapDays * 86_400 + 1)
        for moment in [tooLong, app.clock.now] {
            let refused = try await ana.post(
                key.here + "/rotate", headers: [.ifMatch: "\"v3\""], #"{"oldSecretExpiresAt": "\#(moment)"}"#)
            #expect(refused.status == 422 && refused.faults == ["/oldSecretExpiresAt outOfRange"])
        }
        #expect(try await ana.post(key.here + "/rotate", headers: [.ifMatch: "\"v1\""]).status == 412)
    }

    @Test func `a secret is told once: sent again with its key the request makes no second key and shows no secret`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let headers: HTTPFields = [.idempotencyKey: "once"]
        let first = try await ana.post(app.path("/api-keys"), headers: headers, Self.body([.readCatalog]))
        let again = try await ana.post(app.path("/api-keys"), headers: headers, Self.body([.readCatalog]))
        #expect(again.status == 201 && again.headers[.idempotencyReplayed] == "true" && again.json?["id"] == first.json?["id"])
        #expect(first.json?["secret"] != nil && again.json?["secret"] == nil)
        #expect(try await ana.get(app.path("/api-keys")).json?["items"]?.items?.count == 1)
        let secret = try #require(first.json?["secret"]?.text)
        let stored = try await app.database.owner.query(
            Query<Int>.one(
                """
                SELECT (SELECT count(*) FROM idempotency_keys AS i WHERE position(\(secret)::bytea IN i.body) > 0)
                    + (SELECT count(*) FROM events AS e WHERE position(\(secret)::text IN e.data::text) > 0)
                """
            ) { try $0.next() })
        #expect(stored == 0)
    }

    @Test func `a revoked key opens nothing from then on, and does not come back`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let key = try await make(app, ana, [.readCatalog])
        let program = app.client.bearing(key.secret)
        #expect(try await program.get(app.path("/catalog")).status == 200)
        let revoked = try await ana.post(key.here + "/revoke")
        #expect(revoked.status == 200 && revoked.json?["state"]?.text == "revoked" && revoked.json?["actions"]?.items?.isEmpty == true)
        #expect(try await program.get(app.path("/catalog")).problem == "not-signed-in")
        #expect(try await ana.post(key.here + "/revoke").json == revoked.json)
        for answer in [
            try await ana.post(key.here + "/rotate", headers: [.ifMatch: "\"v2\""]),
            try await ana.send(.patch, key.here, headers: [.ifMatch: "\"v2\""], json: #"{"name": "Again"}"#),
            try await ana.post(key.here + "/admit", #"{"permissions": ["readCatalog"]}"#),
        ] { #expect(answer.status == 409 && answer.problem == "api-key-ended") }
        #expect(try await Desk(app).eventKinds().suffix(2) == ["apiKeyCreated", "apiKeyRevoked"])
    }

    @Test func `a key ends when its end has come`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let end = app.clock.now + .seconds(3600)
        let key = try await make(app, ana, [.readCatalog], more: #", "expiresAt": "\#(end)""#)
        let program = app.client.bearing(key.secret)
        #expect(try await program.get(app.path("/catalog")).status == 200)
        app.clock.set(end)
        #expect(try await program.get(app.path("/catalog")).status == 401)
        #expect(try await ana.get(key.here).json?["state"]?.text == "expired")
    }

    @Test func `an admin sees the keys of those whom they manage, revokes them, and makes or changes none for them`() async throws {
        let app = try await TestApp.open()
        let (ana, ada) = (app.by(app.cast.ana), app.by(app.cast.ada))
        let key = try await make(app, ana, [.readCatalog, .readQuotes])
        app.clock.advance(by: .seconds(1))
        _ = try await make(app, ada, [.readMembers])
        let listed = try await ada.get(app.path("/api-keys")).json?["items"]?.items ?? []
        #expect(listed.compactMap { $0["person"]?["name"]?.text } == ["Ana Alves", "Ada Adler"])
        #expect(listed.allSatisfy { $0["secret"] == nil })
        #expect(listed.first?["actions"]?.items?.compactMap { $0["rel"]?.text } == ["revoke"])
        #expect(try await ana.get(app.path("/api-keys")).json?["items"]?.items?.count == 1)
        for other in [app.cast.omar, app.cast.sam, app.cast.aude] {
            #expect(try await app.by(other).get(app.path("/api-keys")).json?["items"]?.items?.isEmpty == true)
            #expect(try await app.by(other).get(key.here).status == 404)
            #expect(try await app.by(other).post(key.here + "/revoke").status == 404)
        }
        let patch = try await ada.send(.patch, key.here, headers: [.ifMatch: "\"v1\""], json: #"{"permissions": ["order"]}"#)
        #expect(patch.problem == "not-your-api-key")
        #expect(try await ada.post(key.here + "/rotate", headers: [.ifMatch: "\"v1\""]).problem == "not-your-api-key")
        #expect(try await ada.post(key.here + "/revoke").json?["state"]?.text == "revoked")
        #expect(try await app.client.bearing(key.secret).get(app.path("/catalog")).status == 401)
    }

    @Test func `every change of a key is in the ledger with what was before, and no secret`() async throws {
        let story = try await Story.begin()
        let app = story.app
        let key = try await make(app, story.ana, [.readCatalog])
        let change = #"{"name": "Shop", "permissions": ["readQuotes"], "expiresAt": "2026-12-31T00:00:00Z"}"#
        let changed = try await story.ana.send(.patch, key.here, headers: [.ifMatch: "\"v1\""], json: change)
        #expect(changed.status == 200 && changed.headers[.eTag] == "\"v2\"")
        let same = try await story.ana.send(.patch, key.here, headers: [.ifMatch: "\"v2\""], json: change)
        #expect(same.headers[.eTag] == "\"v2\"")
        #expect(try await story.ana.send(.patch, key.here, headers: [.ifMatch: "\"v1\""], json: change).status == 412)
        let events = try await app.by(app.cast.aude).get(app.path("/events?limit=200")).json?["items"]?.items ?? []
        let mine = events.filter { $0["subject"]?["kind"]?.text == "apiKey" || $0["kind"]?.text?.hasPrefix("apiKey") == true }
        #expect(mine.compactMap { $0["kind"]?.text } == ["apiKeyCreated", "apiKeyChanged"])
        let data = try #require(mine.last?["data"])
        #expect(data["from"]?["permissions"] == .array([.string("readCatalog")]))
        #expect(data["to"]?["permissions"] == .array([.string("readQuotes")]) && data["to"]?["name"]?.text == "Shop")
        try await story.expectWholeLedger()
    }

    @Test func `when and from where a key was used is written later, and shown to its person and their admin`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let key = try await make(app, ana, [.readCatalog])
        for _ in 0..<3 {
            app.clock.advance(by: .seconds(1))
            #expect(try await app.client.bearing(key.secret).get(app.path("/catalog")).status == 200)
        }
        #expect(try await ana.get(key.here).json?["lastUse"] == nil)
        let used = app.clock.now
        try await app.recordUses()
        for reader in [ana, app.by(app.cast.ada)] {
            let use = try #require(try await reader.get(key.here).json?["lastUse"])
            #expect(use["at"]?.text == used.description && use["address"]?.text == "local")
        }
    }

    @Test func `a key works in each account of its person where it was admitted, and is revoked in each`() async throws {
        let app = try await TestApp.open()
        let cast = app.cast
        let (ana, rival) = (app.by(cast.ana), cast.rival)
        try await AddMembership(database: app.database.service, world: app.world)(
            Membership(
                account: rival.id, id: app.world.newID(), person: cast.ana.person.id, unit: cast.rivalRoot.id, roles: [.auditor],
                startsOn: Cast.firstDay), by: .system)
        let key = try await make(app, ana, [.readCatalog])
        let id = try #require(key.here.split(separator: "/").last)
        let program = app.client.bearing(key.secret)
        let (here, there) = (app.path("/catalog"), app.path("/quotes", in: rival))
        #expect(try await program.get(there).problem == "account-not-found")
        let admit = app.path("/api-keys/\(id)/admit", in: rival)
        #expect(try await app.by(cast.ravi).post(admit, #"{"permissions": ["readQuotes"]}"#).status == 404)
        #expect(try await ana.post(admit, #"{"permissions": ["writeQuotes"]}"#).problem == "more-than-you-hold")
        #expect(try await ana.post(admit, #"{"permissions": ["readQuotes"]}"#).status == 200)
        #expect(try await ana.post(admit, #"{"permissions": ["readQuotes"]}"#).problem == "api-key-works-here")
        for path in [here, there] { #expect(try await program.get(path).status == 200) }
        #expect(try await program.get(app.path("/catalog", in: rival)).json?["permission"]?.text == "readCatalog")
        #expect(try await program.get("/v1/me").json?["accounts"]?.items?.count == 2)
        // Ravi manages his account's people, and ends it there only.
        #expect(try await app.by(cast.ravi).post(app.path("/api-keys/\(id)/revoke", in: rival)).status == 200)
        #expect(try await program.get(there).problem == "account-not-found")
        #expect(try await program.get(here).status == 200)
        #expect(try await program.get("/v1/me").json?["accounts"]?.items?.count == 1)
        // A use may have been anywhere: who sees one account only is not told.
        try await app.recordUses()
        #expect(try await app.by(cast.ravi).get(app.path("/api-keys/\(id)", in: rival)).json?["lastUse"] == nil)
    }

    @Test func `many who make keys at once make no more than one may have`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let (path, body) = (app.path("/api-keys"), Self.body([.readCatalog]))
        for _ in 0..<Limits.apiKeysPerPerson - 2 { _ = try await ana.post(path, body) }
        let answers = await race((0..<8).map { _ in { @Sendable in try await ana.post(path, body).status } })
        let statuses = try answers.map { try $0.get() }
        #expect(statuses.count { $0 == 201 } == 2 && statuses.count { $0 == 409 } == 6)
    }
}
