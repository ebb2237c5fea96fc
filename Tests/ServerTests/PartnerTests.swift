import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// What a reseller of record sees: the orders of its accounts while it is, and nothing else of them.
@Suite(.database) struct PartnerTests {
    /// Ana's order, and the path to it.
    private func order(_ story: Story) async throws -> String {
        let made = try await story.ana.post(story.path("/quotes"), #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": 2}]}"#)
        let here = try #require(made.headers[.location])
        let sent = try await story.ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        let order = try await story.ana.post(here + "/order", headers: [.ifMatch: try #require(sent.headers[.eTag])])
        return try #require(order.headers[.location])
    }

    @Test func `a partner's person sees the accounts, their orders with their prices, and nothing else`() async throws {
        let story = try await Story.begin()
        let (app, paul) = (story.app, story.app.by(story.cast.paul))
        let order = try await order(story)
        let accounts = try await paul.get("/v1/partner/accounts")
        #expect(accounts.json?["items"]?.items?.compactMap { $0["name"]?.text } == ["Acme"])
        #expect(accounts.json?["items"]?.items?.first?["partners"]?.items?.compactMap(\.text) == ["Northwind"])
        let link = try #require(accounts.json?["items"]?.items?.first?["actions"]?.items?.first?["href"]?.text)
        let list = try await paul.get(link)
        #expect(list.json?["items"]?.items?.count == 1)
        let found = try await paul.get(order)
        #expect(found.status == 200)
        let line = try #require(found.json?["lines"]?.items?.first)
        #expect(line["unitPrice"] != nil && line["receipt"] == nil)
        #expect(found.json?["quote"] == nil && found.json?["approval"] == nil)
        let whole = try await story.ana.get(order)
        #expect(whole.json?["lines"]?.items?.first?["receipt"] != nil && whole.json?["quote"] != nil)
        let me = try await paul.get("/v1/me")
        #expect(me.json?["partnerAccounts"]?.items?.compactMap { $0["name"]?.text } == ["Acme"])
        #expect(me.json?["accounts"]?.items?.isEmpty == true && me.json?["staff"] == nil)
        #expect(try await app.by(app.cast.ana).get("/v1/partner/accounts").json?["items"]?.items?.isEmpty == true)
    }

    /// Every operation of the contract in an account, not those that were thought of.
    @Test func `every path of an account but its orders is closed to a partner's person`() async throws {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        let before = try await app.database.contents()
        for endpoint in endpoints.all where endpoint.isInAccount {
            let answer = try await endpoints.send(endpoint, by: app.by(app.cast.paul))
            if ["listOrders", "readOrder"].contains(endpoint.name) {
                #expect(answer.status == 200, "\(endpoint)")
            } else {
                #expect(answer.problem == "partners-read-orders", "\(endpoint)")
            }
        }
        #expect(try await app.database.contents() == before)
    }

    /// The same for what a rep does on behalf of whoever may do everything.
    @Test func `on behalf of an admin a rep passes no door but those of buying`() async throws {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        let buying = ["catalog", "prices", "contracts", "quotes", "approvals", "orders"]
        let headers: HTTPFields = [.onBehalfOf: try #require(app.cast.ada.membership).id.description]
        for endpoint in endpoints.all where endpoint.isInAccount {
            let isOpen = endpoint.name == "readAccount" || buying.contains { endpoint.path.hasPrefix("/v1/accounts/{account}/\($0)") }
            let answer = try await endpoints.send(endpoint, by: app.by(app.cast.rita), ifMatch: "\"v99\"", headers: headers)
            let isRefused = answer.problem == "not-on-behalf"
            #expect(isRefused == (!isOpen || inPerson(endpoint)), "\(endpoint) \(answer.problem ?? "")")
        }
    }

    /// Decisions are the member's, and contracts are written by the supplier's people as such.
    private func inPerson(_ endpoint: Endpoint) -> Bool {
        let writesContracts = endpoint.path.contains("/contracts") && (endpoint.method != .get || endpoint.path.hasSuffix("/check"))
        return writesContracts || endpoint.name == "decideApproval"
    }

    @Test func `it ends with the partner's period, with the person's, and when the partner is disabled`() async throws {
        let app = try await TestApp.open()
        let (stella, paul) = (app.by(app.cast.stella), app.by(app.cast.paul))
        let crm = "/v1/crm/accounts/\(app.cast.acme.id)/partners"
        let partner = "/v1/partners/\(app.cast.partner)"
        func sees() async throws -> Bool {
            app.clock.advance(by: .seconds(2))
            let (orders, list) = (try await paul.get(app.path("/orders")), try await paul.get("/v1/partner/accounts"))
            #expect((orders.status == 200) == (list.json?["items"]?.items?.count == 1))
            #expect(orders.status == 200 || orders.problem == "account-not-found")
            return orders.status == 200
        }
        #expect(try await sees())
        let off = try await stella.send(.patch, partner, headers: [.ifMatch: "\"v1\""], json: #"{"status": "disabled"}"#)
        #expect(off.status == 200)
        #expect(try await !sees())
        #expect(try await stella.post(partner + "/people", #"{"email": "p@q.example", "name": "P"}"#).problem == "partner-disabled")
        #expect(try await stella.post(crm, #"{"partner": "\#(app.cast.partner)"}"#).problem == "partner-not-found")
        _ = try await stella.send(.patch, partner, headers: [.ifMatch: "\"v2\""], json: #"{"status": "active"}"#)
        #expect(try await sees())
        let place = try #require(try await stella.get(crm).json?["items"]?.items?.first?["id"]?.text)
        let ended = try await stella.send(.patch, crm + "/\(place)", headers: [.ifMatch: "\"v1\""], json: #"{"endsOn": "2026-06-14"}"#)
        #expect(ended.json?["state"]?.text == "ended" && ended.json?["actions"]?.items?.isEmpty == true)
        #expect(try await !sees())
        let again = try await stella.post(crm, #"{"partner": "\#(app.cast.partner)", "endsOn": "2026-06-30"}"#)
        #expect(again.status == 201)
        #expect(try await sees())
        #expect(try await stella.post(crm, #"{"partner": "\#(app.cast.partner)", "startsOn": "2026-06-30"}"#).problem == "already-there")
        let person = try #require(try await stella.get(partner + "/people").json?["items"]?.items?.first?["id"]?.text)
        let left = try await stella.send(
            .patch, partner + "/people/\(person)", headers: [.ifMatch: "\"v1\""], json: #"{"endsOn": "2026-06-14"}"#)
        #expect(left.status == 200)
        #expect(try await !sees())
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("partner") }
        #expect(kinds == ["partnerChanged", "partnerAdded"])
    }

    @Test func `partners are the supplier's to manage, and each has a name of its own`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        #expect(try await rita.get("/v1/partners").problem == "staff-permission-missing")
        #expect(try await app.by(app.cast.paul).get("/v1/partners").problem == "not-staff")
        #expect(try await stella.post("/v1/partners", #"{"name": "Northwind"}"#).problem == "partner-name-taken")
        let made = try await stella.post("/v1/partners", #"{"name": "Southwind"}"#)
        let here = try #require(made.headers[.location])
        let mia = try await stella.post(here + "/people", #"{"email": "mia@partner.example", "name": "Mia Moss"}"#)
        // Today where days come last: there at once in every time zone.
        #expect(mia.status == 201 && mia.json?["startsOn"]?.text == "2026-06-14")
        #expect(try await stella.post(here + "/people", #"{"email": "mia@partner.example"}"#).problem == "already-there")
        let list = try await stella.get("/v1/partners?limit=1")
        let next = try #require(list.json?["next"]?.text)
        #expect(try await stella.get("/v1/partners?limit=1&cursor=\(next)").json?["items"]?.items?.count == 1)
    }

    @Test func `nobody gives themselves a partner's accounts, nor others without seeing all accounts`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        let (partner, staff) = ("/v1/partners/\(app.cast.partner)", "/v1/staff/\(app.cast.rita.person.id)")
        func patch(_ client: RouterClient, _ path: String, _ version: Int, _ json: String) async throws -> RouterAnswer {
            try await client.send(.patch, path, headers: [.ifMatch: "\"v\(version)\""], json: json)
        }
        let (own, ally) = (#"{"email": "\#(app.cast.rita.email)""#, #"{"email": "ally@partner.example", "name": "Al Lie"}"#)
        #expect(try await patch(stella, staff, 1, #"{"permissions": ["manageTeams"]}"#).status == 200)
        for body in [own + "}", ally] {
            let refused = try await rita.post(partner + "/people", body)
            #expect(refused.problem == "staff-permission-missing" && refused.json?["staffPermission"]?.text == "readAllAccounts")
        }
        #expect(try await patch(stella, staff, 2, #"{"permissions": ["manageTeams", "readAllAccounts"]}"#).status == 200)
        #expect(try await rita.post(partner + "/people", own + "}").problem == "team-for-yourself")
        #expect(try await rita.post(partner + "/people", ally).status == 201)
        let made = try await stella.post(partner + "/people", own + #", "endsOn": "2026-06-20"}"#)
        let here = try #require(made.headers[.location])
        for longer in ["null", #""2026-06-21""#] {
            #expect(try await patch(rita, here, 1, #"{"endsOn": \#(longer)}"#).problem == "team-for-yourself")
        }
        // Neither new accounts for whom they work for, nor its life back.
        let body = #"{"partner": "\#(app.cast.partner)"}"#
        #expect(try await rita.post("/v1/crm/accounts/\(app.cast.acme.id)/partners", body).problem == "team-for-yourself")
        #expect(try await patch(stella, partner, 1, #"{"status": "disabled"}"#).status == 200)
        #expect(try await patch(rita, partner, 2, #"{"status": "active"}"#).problem == "team-for-yourself")
        #expect(try await patch(rita, here, 1, #"{"endsOn": "2026-06-16"}"#).status == 200, "less is never refused")
    }

    @Test func `who is a member too sees how a price came about in their own orders, and in no other`() async throws {
        let story = try await Story.begin()
        let app = story.app
        let order = try await order(story)
        for person in [app.cast.ana, app.cast.sam] {
            let body = #"{"email": "\#(person.email)"}"#
            #expect(try await app.by(app.cast.stella).post("/v1/partners/\(app.cast.partner)/people", body).status == 201)
        }
        let (anas, sams) = (try await app.by(app.cast.ana).get(order), try await app.by(app.cast.sam).get(order))
        #expect(anas.json?["lines"]?.items?.first?["receipt"] != nil && anas.json?["quote"] != nil)
        #expect(sams.status == 200 && sams.json?["lines"]?.items?.first?["unitPrice"] != nil)
        #expect(sams.json?["lines"]?.items?.first?["receipt"] == nil)
        #expect(sams.json?["quote"] == nil && sams.json?["approval"] == nil && sams.json?["revision"] == nil)
    }

    @Test func `somebody ended as of yesterday is out of every time zone's accounts, and somebody added is in`() async throws {
        let app = try await TestApp.open()
        let west = try await app.by(app.cast.ada).send(
            .patch, app.path(""), headers: [.ifMatch: "\"v1\""], json: #"{"timeZone": "America/Los_Angeles"}"#)
        #expect(west.status == 200)
        // It is the 15th there.
        app.clock.set(Instant("2026-06-16T01:00:00Z")!)
        let story = Story(app: app)
        let (stella, paul) = (try await story.signIn(app.cast.stella), try await story.signIn(app.cast.paul))
        #expect(try await paul.get(app.path("/orders")).status == 200)
        let people = "/v1/partners/\(app.cast.partner)/people"
        let person = try #require(try await stella.get(people).json?["items"]?.items?.first?["id"]?.text)
        let ended = try await stella.send(
            .patch, people + "/\(person)", headers: [.ifMatch: "\"v1\""], json: #"{"endsOn": "2026-06-14"}"#)
        #expect(ended.status == 200)
        #expect(try await paul.get(app.path("/orders")).problem == "account-not-found")
        #expect(try await stella.post(people, #"{"email": "\#(app.cast.paul.email)"}"#).status == 201)
        #expect(try await paul.get(app.path("/orders")).status == 200)
    }
}
