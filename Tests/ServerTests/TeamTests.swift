import Accounts
import HTTPTypes
import Kernel
import Ledger
import PurveyorTesting
import Testing
import Web

/// The supplier's people and the teams that they are in, as who manages them meets them.
@Suite(.database) struct TeamTests {
    private func place(_ person: CastPerson, _ function: String, _ access: String, more: String = "") -> String {
        #"{"person": "\#(person.person.id)", "function": "\#(function)", "access": "\#(access)"\#(more)}"#
    }

    private func team(_ app: TestApp, _ account: Account? = nil) -> String {
        "/v1/crm/accounts/\((account ?? app.cast.acme).id)/team"
    }

    @Test func `staff are made, changed and ended, and nothing of them is lost`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let made = try await stella.post(
            "/v1/staff", #"{"email": "Noa@Supplier.example", "name": "Noa Levi", "title": "Rep", "permissions": ["readAllAccounts"]}"#)
        #expect(made.status == 201)
        #expect(made.json?["email"]?.text == "noa@supplier.example")
        #expect(made.json?["permissions"]?.items?.map { $0["permission"]?.text } == ["readAllAccounts"])
        let here = try #require(made.headers[.location])
        let again = try await stella.post("/v1/staff", #"{"email": "noa@supplier.example", "title": "Rep"}"#)
        #expect(again.problem == "already-staff")
        let unknown = try await stella.post("/v1/staff", #"{"email": "who@supplier.example", "title": "Rep"}"#)
        #expect(unknown.status == 422 && unknown.faults == ["/name required"])
        let wrong = try await stella.post("/v1/staff", #"{"email": "who", "title": "", "permissions": ["all"]}"#)
        #expect(wrong.faults == ["/email notAnEmailAddress", "/title empty", "/permissions/0 notAllowed"])
        let changed = try await stella.send(
            .patch, here, headers: [.ifMatch: "\"v1\""], json: #"{"title": "Key account manager", "permissions": []}"#)
        #expect(changed.json?["title"]?.text == "Key account manager")
        #expect(changed.headers[.eTag] == "\"v2\"")
        let same = try await stella.send(.patch, here, headers: [.ifMatch: "\"v2\""], json: #"{"permissions": []}"#)
        #expect(same.headers[.eTag] == "\"v2\"")
        let ended = try await stella.send(.patch, here, headers: [.ifMatch: "\"v2\""], json: #"{"status": "ended"}"#)
        #expect(ended.json?["status"]?.text == "ended" && ended.json?["endedAt"] != nil)
        let found = try await stella.get("/v1/staff?q=noa")
        #expect(found.json?["items"]?.items?.count == 1)
    }

    @Test func `nobody gives more than they hold, nor without the permission, and somebody stays who manages staff`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        let (ritas, stellas) = ("/v1/staff/\(app.cast.rita.person.id)", "/v1/staff/\(app.cast.stella.person.id)")
        #expect(try await rita.get("/v1/staff").problem == "staff-permission-missing")
        #expect(try await app.by(app.cast.ana).get("/v1/staff").problem == "not-staff")
        for change in [#"{"status": "ended"}"#, #"{"permissions": ["readFeed"]}"#] {
            let answer = try await stella.send(.patch, stellas, headers: [.ifMatch: "\"v1\""], json: change)
            #expect(answer.status == 409 && answer.problem == "last-staff-manager")
        }
        let given = try await stella.send(.patch, ritas, headers: [.ifMatch: "\"v1\""], json: #"{"permissions": ["manageStaff"]}"#)
        #expect(given.status == 200)
        // At once on this instance.
        let more = try await rita.send(
            .patch, ritas, headers: [.ifMatch: "\"v2\""], json: #"{"permissions": ["manageStaff", "readFeed", "manageTeams"]}"#)
        #expect(more.status == 403 && more.problem == "more-than-you-hold")
        #expect(more.json?["staffPermissions"]?.items?.compactMap(\.text) == ["manageTeams", "readFeed"])
        let noa = #"{"email": "noa@supplier.example", "name": "Noa", "title": "Rep", "permissions": ["readFeed"]}"#
        #expect(try await rita.post("/v1/staff", noa).problem == "more-than-you-hold")
        // What is only lost is refused to nobody.
        #expect(try await rita.send(.patch, stellas, headers: [.ifMatch: "\"v1\""], json: #"{"status": "ended"}"#).status == 200)
        #expect(try await stella.get("/v1/staff").problem == "not-staff")
        // And coming back is to be given all of it.
        let back = try await rita.send(.patch, stellas, headers: [.ifMatch: "\"v2\""], json: #"{"status": "active"}"#)
        #expect(back.problem == "more-than-you-hold")
    }

    @Test func `two who end each other at the same time leave one`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        let (ritas, stellas) = ("/v1/staff/\(app.cast.rita.person.id)", "/v1/staff/\(app.cast.stella.person.id)")
        _ = try await stella.send(.patch, ritas, headers: [.ifMatch: "\"v1\""], json: #"{"permissions": ["manageStaff"]}"#)
        let ending: [@Sendable () async throws -> RouterAnswer] = [
            { try await stella.send(.patch, ritas, headers: [.ifMatch: "\"v2\""], json: #"{"status": "ended"}"#) },
            { try await rita.send(.patch, stellas, headers: [.ifMatch: "\"v1\""], json: #"{"status": "ended"}"#) },
        ]
        let answers = await race(ending)
        let statuses = try answers.map { try $0.get().status }
        #expect(statuses.count { $0 == 200 } == 1, "\(statuses)")
        let left = try await app.database.owner.managers()
        #expect(left == 1)
    }

    @Test func `a team is filled, narrowed and left, with an event of each, and its people see accordingly`() async throws {
        let app = try await TestApp.open()
        let (stella, fay) = (app.by(app.cast.stella), app.by(app.cast.fay))
        #expect(try await fay.get(app.path("/quotes")).problem == "account-not-found")
        let made = try await stella.post(team(app), place(app.cast.fay, "orderService", "read"))
        #expect(made.status == 201)
        #expect(made.json?["state"]?.text == "inForce" && made.json?["startsOn"]?.text == "2026-06-15")
        let here = try #require(made.headers[.location])
        #expect(try await fay.get(app.path("/quotes")).status == 200)
        let portfolio = try await fay.get("/v1/crm/accounts")
        #expect(portfolio.json?["items"]?.items?.map { $0["access"]?.text } == ["read"])
        #expect(try await stella.post(team(app), place(app.cast.fay, "orderService", "edit")).problem == "already-there")
        let widened = try await stella.send(.patch, here, headers: [.ifMatch: "\"v1\""], json: #"{"access": "edit"}"#)
        #expect(widened.json?["access"]?.text == "edit")
        let me = try await fay.get("/v1/me")
        let teams = try #require(me.json?["staff"]?["teams"]?.items)
        #expect(teams.first?["explanation"]?.text?.contains("act on behalf") == true)
        let over = try await stella.send(.patch, here, headers: [.ifMatch: "\"v2\""], json: #"{"endsOn": "2026-06-14"}"#)
        #expect(over.problem == "invalid-place-period")
        let today = try await stella.send(.patch, here, headers: [.ifMatch: "\"v2\""], json: #"{"endsOn": "2026-06-15"}"#)
        #expect(today.status == 200)
        #expect(try await fay.get(app.path("/quotes")).status == 200)
        app.clock.advance(by: .seconds(24 * 3600))
        let tomorrow = (stella: try await Story(app: app).signIn(app.cast.stella), fay: try await Story(app: app).signIn(app.cast.fay))
        #expect(try await tomorrow.fay.get(app.path("/quotes")).problem == "account-not-found")
        let gone = try await tomorrow.stella.send(.patch, here, headers: [.ifMatch: "\"v3\""], json: #"{"endsOn": null}"#)
        #expect(gone.problem == "place-ended")
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("teamMember") }
        #expect(kinds == ["teamMemberAdded", "teamMemberAdded", "teamMemberChanged", "teamMemberChanged"])
    }

    @Test func `nobody puts themselves into a team, nor is let into one without the permission, nor by who has ended`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        #expect(try await stella.post(team(app), place(app.cast.stella, "delivery", "read")).problem == "team-for-yourself")
        let denied = try await rita.post(team(app), place(app.cast.fay, "delivery", "read"))
        #expect(denied.problem == "staff-permission-missing")
        #expect(denied.json?["staffPermission"]?.text == "manageTeams")
        #expect(try await app.by(app.cast.ada).post(team(app), place(app.cast.fay, "delivery", "read")).problem == "not-permitted")
        #expect(try await stella.post(team(app), place(app.cast.ana, "delivery", "read")).problem == "team-person-not-found")
        let bad = try await stella.post(
            team(app), place(app.cast.fay, "delivery", "read", more: #", "startsOn": "2026-06-20", "endsOn": "2026-06-19""#))
        #expect(bad.problem == "invalid-place-period")
        #expect(
            try await stella.post(
                team(app), place(app.cast.fay, "delivery", "read", more: #", "startsOn": "2026-06-14""#)
            ).status == 422)
        let ritas = "/v1/staff/\(app.cast.rita.person.id)"
        #expect(try await stella.send(.patch, ritas, headers: [.ifMatch: "\"v1\""], json: #"{"status": "ended"}"#).status == 200)
        #expect(try await rita.get(app.path("/quotes")).problem == "account-not-found")
        #expect(try await rita.get("/v1/crm/accounts").problem == "not-staff")
        #expect(try await rita.get("/v1/me").json?["staff"] == nil)
        let view = try await stella.get("/v1/crm/accounts/\(app.cast.acme.id)/view")
        #expect(view.json?["team"]?.items?.isEmpty == true)
        #expect(try await stella.post(team(app), place(app.cast.rita, "delivery", "read")).problem == "team-person-not-found")
    }

    @Test func `who sees all accounts reads each of them and writes in none`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let all = try await stella.get("/v1/crm/accounts")
        #expect(all.json?["items"]?.items?.compactMap { $0["name"]?.text } == ["Acme", "Rival"])
        #expect(all.json?["items"]?.items?.map { $0["functions"]?.items?.count } == [0, 0])
        let filtered = try await stella.get("/v1/crm/accounts?q=riv&limit=1")
        #expect(filtered.json?["items"]?.items?.compactMap { $0["name"]?.text } == ["Rival"])
        for account in [app.cast.acme, app.cast.rival] {
            for path in ["", "/quotes", "/orders", "/members", "/events", "/timeline", "/approvals?state=all"] {
                #expect(try await stella.get(app.path(path, in: account)).status == 200, "\(path)")
            }
            #expect(try await stella.get("/v1/crm/accounts/\(account.id)/view").status == 200)
            #expect(try await stella.post(app.path("/quotes", in: account), #"{"name": "X"}"#).problem == "not-permitted")
        }
    }

    @Test func `one who is a member too has both, and neither widens the other`() async throws {
        let app = try await TestApp.open()
        let membership = Membership(
            account: app.cast.acme.id, id: app.world.newID(), person: app.cast.rita.person.id, unit: app.cast.engineering.id,
            roles: [.buyer], startsOn: Cast.firstDay)
        try await AddMembership(database: app.database.service, world: app.world)(membership, by: .system)
        let rita = try await app.caller(app.cast.rita)
        #expect(try rita.scope(of: .readQuotes) == .account)
        #expect(try rita.scope(of: .writeQuotes) == .own(membership.id))
        #expect(rita.scope(ifPermitted: .manageMembers) == nil)
        #expect(try rita.member() == membership)
    }
}
