import Accounts
import HTTPTypes
import Kernel
import Ledger
import PurveyorTesting
import Testing
import Web

/// What only the supplier gives to a role: negotiating prices, credit. Rita serves acme with edit access and may; Ada manages acme.
@Suite(.database) struct TermsTests {
    struct Stage {
        let app: TestApp
        var ada: RouterClient { app.by(app.cast.ada) }
        var rita: RouterClient { app.by(app.cast.rita) }
        let role: String
        var terms: String { role + "/terms" }

        /// Ada's role `negotiator`, at version 1, with `readQuotes` for one's own.
        static func set() async throws -> Stage {
            let app = try await TestApp.open()
            let made = try await app.by(app.cast.ada).post(
                app.path("/roles"),
                #"{"key": "negotiator", "name": "Negotiator", "permissions": [{"permission": "readQuotes", "scope": "own"}]}"#)
            #expect(made.status == 201)
            return Stage(app: app, role: app.path("/roles/negotiator"))
        }

        func put(_ given: String, by client: RouterClient, version: Int = 1, headers: HTTPFields = [:]) async throws -> RouterAnswer {
            var headers = headers
            headers[.ifMatch] = "\"v\(version)\""
            return try await client.send(.put, terms, headers: headers, json: #"{"permissions": [\#(given)]}"#)
        }

        func patch(_ path: String, _ body: String, version: Int, by client: RouterClient) async throws -> RouterAnswer {
            try await client.send(.patch, path, headers: [.ifMatch: "\"v\(version)\""], json: body)
        }

        /// What a person's places in acme let them do, by permission.
        func mine(_ person: CastPerson) async throws -> [String: JSONValue] {
            let me = try await app.by(person).get("/v1/me")
            let places = me.json?["accounts"]?.items?.flatMap { $0["memberships"]?.items ?? [] } ?? []
            let parts = places.flatMap { $0["permissions"]?.items ?? [] }
            return Dictionary(parts.map { ($0["permission"]?.text ?? "", $0) }) { first, _ in first }
        }

        func roles(of person: CastPerson) -> String { app.path("/members/\(person.membership?.id.description ?? "")") }
    }

    static let own = #"{"permission": "negotiatePrices", "scope": "own"}"#
    static let everywhere = #"{"permission": "useCredit", "scope": "account"}"#

    @Test func `the rep gives a role terms, its admin gives the role to people, and both read who gave what`() async throws {
        let stage = try await Stage.set()
        let seen = try await stage.rita.get(stage.role)
        #expect(seen.json?["actions"]?.items?.compactMap { $0["rel"]?.text } == ["giveTerms"])
        #expect(try await stage.ada.get(stage.role).json?["actions"]?.items?.compactMap { $0["rel"]?.text } == ["change"])
        let given = try await stage.put(Self.own, by: stage.rita)
        #expect(given.status == 200 && given.headers[.eTag] == "\"v2\"")
        let part = given.json?["permissions"]?.items?.first { $0["permission"]?.text == "negotiatePrices" }
        #expect(part?["givenBySupplier"] == .bool(true))
        #expect(part?["explanation"]?.text?.hasSuffix("Given by the supplier.") == true)

        let cast = stage.app.cast
        #expect(try await stage.mine(cast.ana)["negotiatePrices"] == nil)
        let changed = try await stage.patch(stage.roles(of: cast.ana), #"{"roles": ["buyer", "negotiator"]}"#, version: 1, by: stage.ada)
        #expect(changed.status == 200, "\(changed.text)")
        let mine = try await stage.mine(cast.ana)
        #expect(mine["negotiatePrices"]?["givenBySupplier"] == .bool(true))
        #expect(mine["negotiatePrices"]?["explanation"]?.text?.contains("Negotiator, given by the supplier") == true)
        #expect(mine["readQuotes"]?["givenBySupplier"] == nil)

        let events = try await stage.ada.get(stage.app.path("/events?kinds=roleTermsChanged"))
        let event = try #require(events.json?["items"]?.items?.first)
        #expect(event["actor"]?["person"]?.text == cast.rita.person.id.description)
        #expect(event["data"]?["from"]?["permissions"]?.items?.compactMap(\.text) == ["readQuotes:own"])
        #expect(event["data"]?["to"]?["permissions"]?.items?.compactMap(\.text) == ["readQuotes:own", "negotiatePrices:own"])

        #expect(try await stage.put("", by: stage.rita, version: 2).status == 200)
        #expect(try await stage.mine(cast.ana)["negotiatePrices"] == nil)
        #expect(try await stage.mine(cast.ana)["readQuotes"] != nil)
        let same = try await stage.put("", by: stage.rita, version: 3)
        #expect(same.status == 200 && same.headers[.eTag] == "\"v3\"")
    }

    @Test func `whatever an admin does with the role, its terms stay what the supplier has given`() async throws {
        let stage = try await Stage.set()
        #expect(try await stage.put(Self.own, by: stage.rita).status == 200)
        func change(_ permissions: String, _ version: Int) async throws -> RouterAnswer {
            try await stage.patch(stage.role, #"{"permissions": [\#(permissions)]}"#, version: version, by: stage.ada)
        }
        let read = #"{"permission": "readQuotes", "scope": "unit"}"#
        let kept = try await change(read, 2)
        #expect(kept.json?["permissions"]?.items?.compactMap { $0["permission"]?.text } == ["readQuotes", "negotiatePrices"])
        #expect(try await change(read + "," + Self.own, 3).headers[.eTag] == "\"v3\"", "what is said again is the same")
        for other in [
            #"{"permission": "negotiatePrices", "scope": "account"}"#, #"{"permission": "negotiatePrices", "scope": "unit"}"#,
            #"{"permission": "useCredit", "scope": "own"}"#,
        ] {
            let refused = try await change(read + "," + other, 3)
            #expect(refused.status == 403 && refused.problem == "only-the-supplier", "\(other)")
        }
        #expect(try await change(Self.own, 3).problem == "role-without-its-own")
        let copy = #"{"key": "copy", "name": "Copy", "permissions": [\#(Self.own)]}"#
        #expect(try await stage.ada.post(stage.app.path("/roles"), copy).problem == "only-the-supplier")
        #expect(try await stage.patch(stage.role, #"{"status": "disabled"}"#, version: 3, by: stage.ada).status == 200)
        let enabled = try await stage.patch(stage.role, #"{"status": "active"}"#, version: 4, by: stage.ada)
        #expect(enabled.json?["permissions"]?.items?.compactMap { $0["permission"]?.text } == ["readQuotes", "negotiatePrices"])
        // Narrower is the supplier's too.
        #expect(try await stage.put(Self.everywhere, by: stage.rita, version: 5).status == 200)
        #expect(try await change(read + #",{"permission": "useCredit", "scope": "own"}"#, 6).problem == "only-the-supplier")
    }

    @Test func `nobody comes to terms by themselves, and who manages a unit gives them there and no further`() async throws {
        let stage = try await Stage.set()
        let (app, cast) = (stage.app, stage.app.cast)
        #expect(try await stage.put(Self.everywhere, by: stage.rita).status == 200)
        let herself = try await stage.patch(
            stage.roles(of: cast.ada), #"{"roles": ["accountAdmin", "negotiator"]}"#, version: 1, by: stage.ada)
        #expect(herself.problem == "for-yourself")
        let lead = try await app.role("lead", [.readMembers, .manageMembers, .readQuotes], .unit)
        let lea = try await app.newcomer("Lea Lind", in: cast.engineering, as: lead)
        let further = try await stage.patch(
            stage.roles(of: cast.sam), #"{"roles": ["shopper", "negotiator"]}"#, version: 1, by: app.by(lea))
        #expect(further.problem == "more-than-you-hold")
        #expect(further.json?["permissions"]?.items?.compactMap(\.text) == ["useCredit"])
        #expect(try await stage.put(#"{"permission": "useCredit", "scope": "unit"}"#, by: stage.rita, version: 2).status == 200)
        // Sam would be in the same unit, where Lea says who may do what.
        let there = try await stage.patch(
            stage.roles(of: cast.sam), #"{"roles": ["shopper", "negotiator"]}"#, version: 1, by: app.by(lea))
        #expect(there.status == 200, "\(there.text)")
        let leas = try await stage.patch(stage.roles(of: lea), #"{"roles": ["lead", "negotiator"]}"#, version: 1, by: app.by(lea))
        #expect(leas.status == 403)

        // A rep who is a member too gives their own role nothing.
        let membership = Membership(
            account: cast.acme.id, id: app.world.newID(), person: cast.rita.person.id, unit: cast.engineering.id,
            roles: [RoleKey(rawValue: "negotiator")], startsOn: Cast.firstDay)
        try await AddMembership(database: app.database.service, world: app.world)(membership, by: .system)
        let more = try await stage.put(Self.everywhere, by: stage.rita, version: 3)
        #expect(more.status == 403 && more.problem == "for-yourself")
        #expect(try await stage.put("", by: stage.rita, version: 3).status == 200, "what is only lost is never refused")
    }

    @Test func `only who serves the account with edit access and may, gives terms, and in person`() async throws {
        let stage = try await Stage.set()
        let (app, cast) = (stage.app, stage.app.cast)
        let stella = app.by(cast.stella)
        for person in [cast.ada, cast.ana, cast.aude] {
            #expect(try await stage.put(Self.own, by: app.by(person)).problem == "not-permitted", "\(person.name)")
        }
        #expect(try await stage.put(Self.own, by: app.by(cast.fay)).problem == "account-not-found")
        #expect(try await stage.put(Self.own, by: app.by(cast.paul)).problem == "partners-read-orders")
        #expect(try await stage.put(Self.own, by: stella).problem == "edit-access-needed", "who only sees all accounts")
        let fay = #"{"person": "\#(cast.fay.person.id)", "function": "accountManager", "access": "edit"}"#
        #expect(try await stella.post("/v1/crm/accounts/\(cast.acme.id)/team", fay).status == 201)
        let lacking = try await stage.put(Self.own, by: app.by(cast.fay))
        #expect(lacking.problem == "staff-permission-missing" && lacking.json?["staffPermission"]?.text == "manageTerms")
        let sam = try #require(cast.sam.membership?.id)
        let behalf = try #require(HTTPField.Name("On-Behalf-Of"))
        #expect(try await stage.put(Self.own, by: stage.rita, headers: [behalf: sam.description]).problem == "not-on-behalf")
        let key = try await stage.rita.post(app.path("/api-keys"), #"{"name": "CRM", "permissions": ["readAccountView"]}"#)
        let program = app.client.bearing(try #require(key.json?["secret"]?.text, "\(key.text)"))
        #expect(try await stage.put(Self.own, by: program).problem == "session-required")
        let places = try await stella.get("/v1/crm/accounts/\(cast.acme.id)/team")
        let ritas = places.json?["items"]?.items?.first { $0["person"]?["id"]?.text == cast.rita.person.id.description }
        let place = "/v1/crm/accounts/\(cast.acme.id)/team/\(try #require(ritas?["id"]?.text))"
        #expect(try await stage.patch(place, #"{"access": "read"}"#, version: 1, by: stella).status == 200)
        #expect(try await stage.put(Self.own, by: stage.rita).problem == "edit-access-needed")
        #expect(try await stage.rita.get(stage.role).json?["actions"]?.items?.isEmpty == true)
        #expect(try await stage.rita.get(stage.role).json?["version"] == .integer(1))
    }

    @Test func `what is not terms, or of no role of the account's own, is refused with its place`() async throws {
        let stage = try await Stage.set()
        let bad = try await stage.put(
            #"{"permission": "readAccountView", "scope": "account"}, {"permission": "useCredit", "scope": "all"}"#, by: stage.rita)
        #expect(bad.status == 422)
        #expect(bad.faults == ["/permissions/0/permission notAllowed", "/permissions/1/scope notAllowed"])
        #expect(try await stage.put(Self.own, by: stage.rita, version: 7).status == 412)
        let builtIn = try await stage.rita.send(
            .put, stage.app.path("/roles/buyer/terms"), headers: [.ifMatch: "\"v1\""], json: #"{"permissions": [\#(Self.own)]}"#)
        #expect(builtIn.status == 409 && builtIn.problem == "built-in-role")
        let none = try await stage.rita.send(
            .put, stage.app.path("/roles/nobodys/terms"), headers: [.ifMatch: "\"v1\""], json: #"{"permissions": []}"#)
        #expect(none.problem == "not-found")
    }
}
