import Accounts
import HTTPTypes
import Kernel
import Mail
import PurveyorTesting
import Testing
import Web

/// Accounts as the supplier keeps them over HTTP: Stella makes them known, Rita serves one.
@Suite(.database) struct CustomerTests {
    static func body(_ name: String = "Contoso", more: String = "") -> String {
        #"""
        {"name": "\#(name)", "timeZone": "Europe/Madrid", "currency": "EUR", "adminName": "Carmen Cruz",
         "adminEmail": "carmen@contoso.example"\#(more)}
        """#
    }

    private func come(_ app: TestApp, _ mail: Message?) async throws -> RouterAnswer {
        let token = try #require(mail?.secret)
        return try await app.client.post("/v1/invitations/accept", #"{"token": "\#(token)", "password": "over the hills"}"#)
    }

    @Test func `an account is made known, its first admin comes by the mail and sets it up, and its team is filled`() async throws {
        let app = try await TestApp.open()
        let (stella, postbox) = (app.by(app.cast.stella), Postbox())
        let made = try await stella.post("/v1/accounts", Self.body(more: #", "externalId": "20417", "language": "zh-CN""#))
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json?["externalId"]?.text == "20417" && made.json?["status"]?.text == "active")
        let here = try #require(made.headers[.location])
        #expect(try await stella.get(here).json?["name"]?.text == "Contoso")
        #expect(here.hasSuffix(AccountID.external("account", "20417").description), "files find it by its external id later")
        let mails = try await postbox.collect(from: app.database.service, world: app.world)
        #expect(mails.count == 1)
        let accepted = try await come(app, mails.first)
        #expect(accepted.status == 201, "\(accepted.text)")
        let carmen = app.client.bearing(try #require(accepted.json?["session"]?["token"]?.text))
        let units = try await carmen.get(here + "/units").json?["items"]?.items
        #expect(units?.compactMap { $0["name"]?.text } == ["Contoso"])
        let role = #"{"key": "planner", "name": "Planner", "permissions": [{"permission": "readQuotes", "scope": "unit"}]}"#
        #expect(try await carmen.post(here + "/roles", role).status == 201)
        let crm = here.replacing("/v1/accounts/", with: "/v1/crm/accounts/")
        #expect(try await app.by(app.cast.rita).get(here).problem == "account-not-found")
        let rita = #"{"person": "\#(app.cast.rita.person.id)", "function": "accountManager", "access": "edit"}"#
        #expect(try await stella.post(crm + "/team", rita).status == 201)
        #expect(try await app.by(app.cast.rita).get(crm + "/view").status == 200)
        let events = try await carmen.get(here + "/events?limit=200").json?["items"]?.items ?? []
        let kinds = events.compactMap { $0["kind"]?.text }
        #expect(Array(kinds.prefix(5)) == ["accountCreated", "unitAdded", "invitationSent", "invitationAccepted", "membershipAdded"])
        #expect(events.first?["actor"]?["person"]?.text == app.cast.stella.person.id.description)
        #expect(events.first?["origin"]?["session"] != nil)
    }

    @Test func `the same POST with the same key is done once, inside the accounts and outside`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let partner = "/v1/partners/\(app.cast.partner)/people"
        for (path, body) in [
            ("/v1/accounts", Self.body()), ("/v1/staff", #"{"email": "noa@supplier.example", "name": "Noa", "title": "Rep"}"#),
            ("/v1/partners", #"{"name": "Southwind"}"#), (partner, #"{"email": "pia@partner.example", "name": "Pia"}"#),
        ] {
            let key: HTTPFields = [.idempotencyKey: "once-\(path)"]
            let first = try await stella.post(path, headers: key, body)
            #expect(first.status == 201, "\(first.text)")
            let before = try await app.database.contents()
            let again = try await stella.post(path, headers: key, body)
            #expect(again.status == 201 && again.body == first.body && again.headers[.idempotencyReplayed] == "true", "\(path)")
            #expect(again.headers[.location] == first.headers[.location] && again.headers[.eTag] == first.headers[.eTag])
            #expect(try await stella.post(path, headers: key, body + " ").problem == "idempotency-key-reused", "\(path)")
            #expect(try await app.database.contents() == before)
            // Somebody else's key is another key.
            #expect(try await app.by(app.cast.rita).post(path, headers: key, body).problem == "staff-permission-missing")
        }
        let racing = await race(
            (0..<8).map { _ in
                { try await stella.post("/v1/accounts", headers: [.idempotencyKey: "race"], Self.body("Racing")) }
            })
        let answers = try racing.map { try $0.get() }
        #expect(Set(answers.filter { $0.status == 201 }.map(\.body)).count == 1)
        #expect(answers.allSatisfy { $0.status == 201 || $0.problem == "request-in-progress" })
        let found = try await stella.get("/v1/crm/accounts?q=racing")
        #expect(found.json?["items"]?.items?.count == 1)
    }

    @Test func `only who may makes accounts known, and nothing wrong or taken is`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        #expect(try await app.by(app.cast.ada).post("/v1/accounts", Self.body()).problem == "not-staff")
        #expect(try await app.by(app.cast.rita).post("/v1/accounts", Self.body()).json?["staffPermission"]?.text == "manageAccounts")
        let before = try await app.database.contents()
        let bad = try await stella.post(
            "/v1/accounts",
            #"{"name": "", "timeZone": "", "currency": "euro", "language": "fr", "adminName": "C", "adminEmail": "carmen"}"#)
        #expect(
            Set(bad.faults) == [
                "/name empty", "/timeZone empty", "/currency notACurrency", "/language notAllowed", "/adminEmail notAnEmailAddress",
            ])
        let zone = try await stella.post("/v1/accounts", Self.body().replacing("Europe/Madrid", with: "Mars/Base"))
        #expect(zone.problem == "unknown-time-zone")
        let herself = try await stella.post("/v1/accounts", Self.body().replacing("carmen@contoso.example", with: app.cast.stella.email))
        #expect(herself.problem == "for-yourself")
        for taken in ["acme", "rival"] {
            let answer = try await stella.post("/v1/accounts", Self.body(more: #", "externalId": "\#(taken)""#))
            #expect(answer.status == 409 && answer.problem == "external-id-taken")
        }
        #expect(try await app.database.contents() == before)
    }

    @Test func `a disabled account has no members on any instance, its team reads on, and enabling brings all of it back`() async throws {
        let app = try await TestApp.open()
        let (stella, rita, ana) = (app.by(app.cast.stella), app.by(app.cast.rita), app.by(app.cast.ana))
        let crm = "/v1/crm/accounts/\(app.cast.acme.id)"
        let other = TestApp(database: app.database, clock: app.clock, cast: app.cast)
        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": 1}]}"#)
        let here = try #require(quote.headers[.location])
        let guest = #"{"email": "noor@acme.example", "name": "Noor", "unit": "\#(app.cast.engineering.id)", "roles": ["shopper"]}"#
        #expect(try await app.by(app.cast.ada).post(app.path("/invitations"), guest).status == 201)
        let invited = try await Postbox().collect(from: app.database.service, world: app.world).first
        func set(_ status: String, _ version: Int, by client: RouterClient) async throws -> RouterAnswer {
            try await client.send(.patch, crm, headers: [.ifMatch: "\"v\(version)\""], json: #"{"status": "\#(status)"}"#)
        }
        try await other.hearing {
            #expect(try await other.by(app.cast.ana).get(here).status == 200)
            let links = try await stella.get(app.path()).json?["actions"]?.items?.compactMap { $0["rel"]?.text }
            #expect(links == ["keep", "inviteAdmin"])
            let disabled = try await set("disabled", 1, by: stella)
            #expect(disabled.status == 200 && disabled.json?["status"]?.text == "disabled")
            // Their clock stands still: only being told ends what the other instance remembers.
            while try await other.by(app.cast.ana).get(here).status == 200 {}
            #expect(try await other.by(app.cast.ana).get(here).problem == "account-not-found")
        }
        for person in [app.cast.ana, app.cast.ada, app.cast.aude, app.cast.paul] {
            #expect(try await app.by(person).get(app.path("/orders")).problem == "account-not-found", "\(person.name)")
        }
        #expect(try await ana.get("/v1/me").json?["accounts"]?.items?.isEmpty == true)
        #expect(try await come(app, invited).problem == "invitation-not-found")
        let behalf = try #require(HTTPField.Name("On-Behalf-Of"))
        let member = try #require(app.cast.ana.membership?.id.description)
        #expect(try await rita.get(here, headers: [behalf: member]).problem == "represented-member-not-found")
        #expect(try await rita.get(here).status == 200)
        #expect(try await rita.get(crm + "/view").status == 200)
        #expect(try await stella.post(crm + "/admins", #"{"name": "C", "email": "c@acme.example"}"#).problem == "account-disabled")
        #expect(try await set("active", 1, by: stella).status == 412)
        #expect(try await set("active", 2, by: stella).json?["status"]?.text == "active")
        #expect(try await ana.get(here).json?["state"] == quote.json?["state"])
        #expect(try await come(app, invited).status == 201)
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("account") }
        #expect(kinds == ["accountCreated", "accountDisabled", "accountEnabled"])
    }

    @Test func `master data is changed by who may, with before and after, and by nobody else`() async throws {
        let app = try await TestApp.open()
        let (stella, crm) = (app.by(app.cast.stella), "/v1/crm/accounts/\(app.cast.acme.id)")
        func change(_ body: String, _ version: Int = 1, by client: RouterClient) async throws -> RouterAnswer {
            try await client.send(.patch, crm, headers: [.ifMatch: "\"v\(version)\""], json: body)
        }
        let name = #"{"name": "Acme Works", "timeZone": "Asia/Tokyo"}"#
        #expect(try await change(name, by: app.by(app.cast.ada)).problem == "not-permitted")
        #expect(try await change(name, by: app.by(app.cast.rita)).problem == "staff-permission-missing")
        #expect(try await change(name, by: app.by(app.cast.fay)).problem == "account-not-found")
        #expect(try await change(#"{"currency": "USD"}"#, by: stella).faults == ["/currency unknownMember"])
        #expect(try await change(#"{"timeZone": "Mars/Base"}"#, by: stella).problem == "unknown-time-zone")
        let changed = try await change(name, by: stella)
        #expect(changed.json?["name"]?.text == "Acme Works" && changed.headers[.eTag] == "\"v2\"")
        #expect(try await change(name, 2, by: stella).headers[.eTag] == "\"v2\"")
        let events = try await app.by(app.cast.ada).get(app.path("/events?kinds=accountChanged"))
        let data = events.json?["items"]?.items?.first?["data"]
        #expect(data?["name"]?["from"]?.text == "Acme" && data?["name"]?["to"]?.text == "Acme Works")
        #expect(data?["timeZone"]?["to"]?.text == "Asia/Tokyo" && data?["status"] == nil)
    }

    @Test func `the supplier invites an admin only where there is none, and a link ends with the next`() async throws {
        let app = try await TestApp.open()
        let (stella, postbox) = (app.by(app.cast.stella), Postbox())
        func admins(_ account: String, _ email: String, by client: RouterClient) async throws -> RouterAnswer {
            try await client.post("/v1/crm/accounts/\(account)/admins", #"{"name": "Carla", "email": "\#(email)"}"#)
        }
        #expect(try await admins(app.cast.acme.id.description, "carla@acme.example", by: stella).problem == "account-has-an-admin")
        let ritas = try await admins(app.cast.acme.id.description, "c@acme.example", by: app.by(app.cast.rita))
        #expect(ritas.problem == "staff-permission-missing")
        let made = try await stella.post("/v1/accounts", Self.body())
        let id = try #require(made.json?["id"]?.text)
        #expect(try await admins(id, app.cast.stella.email, by: stella).problem == "for-yourself")
        let second = try await admins(id, "carla@contoso.example", by: stella)
        #expect(second.status == 201 && second.json?["roles"]?.items?.compactMap(\.text) == ["accountAdmin"])
        let mails = try await postbox.collect(from: app.database.service, world: app.world)
        #expect(mails.count == 1, "the first has been called back")
        // Whoever invited has to be who may, still.
        let stellas = "/v1/staff/\(app.cast.stella.person.id)"
        let rest = #"{"permissions": ["manageStaff", "manageTeams", "manageTerms", "readAllAccounts", "readFeed"]}"#
        #expect(try await stella.send(.patch, stellas, headers: [.ifMatch: "\"v1\""], json: rest).status == 200)
        let overtaken = try await come(app, mails.first)
        #expect(overtaken.problem == "invitation-overtaken" && overtaken.json?["changed"]?.text == "inviter")
        #expect(try await admins(id, "carla@contoso.example", by: stella).problem == "staff-permission-missing")
        try await AddStaff(database: app.database.service)(
            app.cast.stella.person.id, title: "Head", permissions: Set(StaffPermission.allCases))
        #expect(try await come(app, mails.first).status == 201)
        #expect(try await admins(id, "other@contoso.example", by: stella).problem == "account-has-an-admin")
    }

    @Test func `what changed on the supplier's own side is read by who manages staff, by page and by filter`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let noa = try await stella.post("/v1/staff", #"{"email": "noa@supplier.example", "name": "Noa", "title": "Rep"}"#)
        let here = try #require(noa.headers[.location])
        app.clock.advance(by: .seconds(60))
        _ = try await stella.send(.patch, here, headers: [.ifMatch: "\"v1\""], json: #"{"title": "Key rep"}"#)
        app.clock.advance(by: .seconds(60))
        #expect(try await stella.post("/v1/partners", #"{"name": "Southwind"}"#).status == 201)
        func kinds(_ query: String) async throws -> [String] {
            let answer = try await stella.get("/v1/supplier-changes" + query)
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json?["items"]?.items?.compactMap { $0["kind"]?.text } ?? []
        }
        #expect(try await kinds("") == ["partnerAdded", "staffChanged", "staffAdded"])
        #expect(try await kinds("?kinds=staffAdded,partnerAdded") == ["partnerAdded", "staffAdded"])
        #expect(try await kinds("?subject=\(here.split(separator: "/").last ?? "")") == ["staffChanged", "staffAdded"])
        #expect(try await kinds("?person=\(app.cast.rita.person.id)") == [])
        #expect(try await kinds("?from=\(app.clock.now)").count == 1)
        #expect(try await kinds("?to=\(app.clock.now)").count == 2)
        let first = try await stella.get("/v1/supplier-changes?limit=2")
        let next = try #require(first.json?["next"]?.text)
        #expect(try await kinds("?limit=2&cursor=\(next)") == ["staffAdded"])
        let changed = first.json?["items"]?.items?.last
        #expect(changed?["data"]?["from"]?["title"]?.text == "Rep" && changed?["data"]?["to"]?["title"]?.text == "Key rep")
        #expect(changed?["subject"]?["name"]?.text == "Noa")
        #expect(changed?["actor"]?["person"]?.text == app.cast.stella.person.id.description)
        let missing = "staff-permission-missing"
        for (person, problem) in [(app.cast.rita, missing), (app.cast.fay, missing), (app.cast.ada, "not-staff")] {
            #expect(try await app.by(person).get("/v1/supplier-changes").problem == problem)
        }
    }
}
