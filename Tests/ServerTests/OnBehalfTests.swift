import Accounts
import HTTPTypes
import Kernel
import Ledger
import PurveyorTesting
import Testing
import Web

/// A rep acts on behalf of a member: exactly the member's rights, both names on everything, never for what is done in person.
@Suite(.database) struct OnBehalfTests {
    private let lines = #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "2"}]}"#

    private func header(_ person: CastPerson) throws -> HTTPFields {
        [.onBehalfOf: try #require(person.membership).id.description]
    }

    private func header(_ person: CastPerson, version: String, key: String? = nil) throws -> HTTPFields {
        var headers = try header(person)
        headers[.ifMatch] = version
        if let key { headers[.idempotencyKey] = key }
        return headers
    }

    @Test func `what a rep makes for a member is the member's, and both are named everywhere`() async throws {
        let story = try await Story.begin()
        let (app, rita, ana) = (story.app, story.app.by(story.cast.rita), story.cast.ana)
        let made = try await rita.post(story.path("/quotes"), headers: try header(ana), lines)
        #expect(made.status == 201)
        #expect(made.json?["requester"]?["name"]?.text == "Ana Alves")
        #expect(made.json?["requester"]?["enteredBy"]?["name"]?.text == "Rita Rossi")
        let here = try #require(made.headers[.location])
        // Ana finds it as her own, and Rita for her too.
        let mine = try await story.ana.get(story.path("/quotes?mine=true"))
        #expect(mine.json?["items"]?.items?.map { $0["requester"]?.text } == ["Rita Rossi for Ana Alves"])
        #expect(try await rita.get(story.path("/quotes?mine=true"), headers: try header(ana)).json?["items"]?.items?.count == 1)
        #expect(try await rita.get(story.path("/quotes?mine=true")).json?["items"]?.items?.isEmpty == true)

        let sent = try await rita.post(here + "/submit", headers: try header(ana, version: "\"v1\""))
        #expect(sent.status == 200)
        let plan = try #require(sent.json?["approval"])
        #expect(try await story.decide(plan, "approve").status == 200)
        let version = try #require(try await story.ana.get(here).headers[.eTag])
        let order = try await rita.post(here + "/order", headers: try header(ana, version: version))
        #expect(order.status == 201)
        #expect(order.json?["requester"]?.text == "Ana Alves")
        #expect(order.json?["placedBy"]?["name"]?.text == "Ana Alves")
        #expect(order.json?["placedBy"]?["enteredBy"]?["name"]?.text == "Rita Rossi")
        let listed = try await story.ana.get(story.path("/orders"))
        #expect(listed.json?["items"]?.items?.map { $0["orderedBy"]?.text } == ["Rita Rossi for Ana Alves"])

        let events = try await app.by(app.cast.aude).get(story.path("/timeline?kinds=quoteCreated,quoteSubmitted,orderPlaced"))
        let items = try #require(events.json?["items"]?.items)
        #expect(items.count == 3)
        for event in items {
            #expect(event["by"]?.text == "Rita Rossi for Ana Alves")
            #expect(event["actor"]?["person"]?.text == app.cast.rita.person.id.description)
            #expect(event["onBehalfOf"]?.text == ana.membership?.id.description)
        }
        let view = try await story.view(by: rita)
        #expect(view["latestOrders"]?.items?.first?["orderedBy"]?.text == "Rita Rossi for Ana Alves")
        try await story.expectWholeLedger()
    }

    @Test func `a rep has the member's rights and none beyond them, not even their own`() async throws {
        let app = try await TestApp.open()
        let (rita, sam) = (app.by(app.cast.rita), app.cast.sam)
        let anas = try #require(
            try await app.by(app.cast.ana).post(app.path("/quotes"), lines).headers[.location])
        // Rita reads every quote herself; on behalf of Sam she sees what Sam does.
        #expect(try await rita.get(anas).status == 200)
        #expect(try await rita.get(anas, headers: try header(sam)).status == 404)
        #expect(try await rita.get(app.path("/contracts"), headers: try header(sam)).problem == "not-permitted")
        let made = try #require(
            try await rita.post(
                app.path("/quotes"), headers: try header(sam), #"{"name": "C", "lines": [{"sku": "MO-200", "quantity": 1}]}"#
            )
            .headers[.location])
        #expect(try await rita.post(made + "/submit", headers: try header(sam, version: "\"v1\"")).status == 200)
        // A shopper never orders, nor does a rep for a shopper.
        let version = try #require(try await rita.get(made).headers[.eTag])
        #expect(try await rita.post(made + "/order", headers: try header(sam, version: version)).problem == "not-permitted")
        // Without the header Rita writes no quote at all.
        #expect(try await rita.post(app.path("/quotes"), lines).problem == "not-permitted")
    }

    @Test func `nobody decides on behalf of another, nor manages people, nor is let in where the member acts in person`() async throws {
        let story = try await Story.begin()
        let (app, rita) = (story.app, story.app.by(story.cast.rita))
        let (_, plan) = try await story.submitted()
        let before = try await app.database.contents()
        let id = try #require(plan["id"]?.text)
        let decision = Story.decision("approve", try #require(plan["digest"]?.text))
        let omars = try header(app.cast.omar)
        #expect(try await rita.post(story.path("/approvals/\(id)/decisions"), headers: omars, decision).problem == "not-on-behalf")
        let inbox = try await rita.get(story.path("/approvals"), headers: omars)
        #expect(inbox.json?["items"]?.items?.isEmpty == true)
        let adas = try header(app.cast.ada)
        var patch = adas
        patch[.ifMatch] = "\"v1\""
        let ana = try #require(app.cast.ana.membership).id
        let answers = [
            try await rita.get(story.path("/members"), headers: adas),
            try await rita.send(.patch, story.path("/members/\(ana)"), headers: patch, json: #"{"roles": ["shopper"]}"#),
            try await rita.post(story.path("/roles"), headers: adas, #"{"key": "x2", "name": "X", "permissions": []}"#),
            try await rita.get(story.path("/events"), headers: adas),
            try await rita.send(.patch, app.path(), headers: patch, json: #"{"language": "en"}"#),
            try await rita.get("/v1/crm/accounts/\(app.cast.acme.id)/view", headers: adas),
        ]
        for answer in answers {
            #expect(answer.status == 403)
            #expect(answer.problem == "not-on-behalf")
        }
        #expect(try await app.database.contents() == before)
    }

    @Test func `the header is refused where it says nothing, by whom it is not for, and for whom there is not`() async throws {
        let app = try await TestApp.open()
        let (rita, quotes) = (app.by(app.cast.rita), app.path("/quotes"))
        let nobodys = "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f"
        let rivals = try header(app.cast.ravi)
        for text in ["Ana", "\(nobodys), \(nobodys)", "0197737c"] {
            let answer = try await rita.get(quotes, headers: [.onBehalfOf: text])
            #expect(answer.status == 400, "\(text)")
            #expect(answer.faults == ["On-Behalf-Of notAnID"], "\(text)")
        }
        #expect(try await rita.get(quotes, headers: [.onBehalfOf: nobodys]).problem == "represented-member-not-found")
        #expect(try await rita.get(quotes, headers: rivals).problem == "represented-member-not-found")
        for person in [app.cast.ana, app.cast.ada, app.cast.stella, app.cast.paul] {
            #expect(try await app.by(person).get(quotes, headers: try header(app.cast.sam)).problem == "not-a-rep", "\(person.name)")
        }
        #expect(try await app.by(app.cast.fay).get(quotes, headers: try header(app.cast.sam)).problem == "account-not-found")
        for path in ["/v1/me", "/v1/crm/accounts", "/v1/feed", "/v1/staff", "/v1/partner/accounts"] {
            let answer = try await rita.get(path, headers: try header(app.cast.ana))
            #expect(answer.status == 400, "\(path)")
            #expect(answer.faults == ["On-Behalf-Of notHere"], "\(path)")
        }
        let signIn = try await app.client.post("/v1/sessions", headers: try header(app.cast.ana), #"{"email": "a@b.c", "password": "x"}"#)
        #expect(signIn.faults == ["On-Behalf-Of notHere"])
    }

    @Test func `a membership that ends, an access that narrows and a function that ends close the way within a second`() async throws {
        let app = try await TestApp.open()
        let (rita, ada, stella) = (app.by(app.cast.rita), app.by(app.cast.ada), app.by(app.cast.stella))
        let headers = try header(app.cast.sam)
        #expect(try await rita.get(app.path("/quotes"), headers: headers).status == 200)
        let sam = try #require(app.cast.sam.membership).id
        let ended = try await ada.post(
            app.path("/members/\(sam)/end"), headers: [.ifMatch: "\"v1\""], #"{"lastDay": "2026-06-14"}"#)
        #expect(ended.status == 200)
        // This instance knows at once.
        #expect(try await rita.get(app.path("/quotes"), headers: headers).problem == "represented-member-not-found")
        let anas = try header(app.cast.ana)
        #expect(try await rita.get(app.path("/quotes"), headers: anas).status == 200)
        let team = "/v1/crm/accounts/\(app.cast.acme.id)/team"
        let place = try #require(try await stella.get(team).json?["items"]?.items?.first?["id"]?.text)
        let read = try await stella.send(.patch, team + "/\(place)", headers: [.ifMatch: "\"v1\""], json: #"{"access": "read"}"#)
        #expect(read.status == 200)
        #expect(try await rita.get(app.path("/quotes"), headers: anas).problem == "not-a-rep")
        #expect(try await rita.get(app.path("/quotes")).status == 200)
        _ = try await stella.send(.patch, team + "/\(place)", headers: [.ifMatch: "\"v2\""], json: #"{"endsOn": "2026-06-14"}"#)
        #expect(try await rita.get(app.path("/quotes"), headers: anas).problem == "account-not-found")
    }

    @Test func `the same key for two members is two keys, and for one of them it happens once`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        var answers: [RouterAnswer] = []
        for person in [app.cast.ana, app.cast.sam, app.cast.ana] {
            var headers = try header(person)
            headers[.idempotencyKey] = "once"
            answers.append(try await rita.post(app.path("/quotes"), headers: headers, lines))
        }
        #expect(answers.map(\.status) == [201, 201, 201])
        #expect(answers.map { $0.json?["requester"]?["name"]?.text } == ["Ana Alves", "Sam Shaw", "Ana Alves"])
        #expect(answers[2].headers[.idempotencyReplayed] == "true" && answers[2].body == answers[0].body)
        // Nor is it the key that the member uses.
        let anas = try await app.by(app.cast.ana).post(app.path("/quotes"), headers: [.idempotencyKey: "once"], lines)
        #expect(anas.status == 201 && anas.headers[.idempotencyReplayed] == nil)
    }

    /// Rule 7: a rep who is an approver of the account besides.
    @Test(arguments: ["creates", "edits", "submits"])
    func `a rep who asked on a member's behalf does not decide, whatever their own roles`(act: String) async throws {
        let story = try await Story.begin()
        let (app, ana) = (story.app, story.cast.ana)
        let rita = app.by(app.cast.rita)
        let membership = Membership(
            account: app.cast.acme.id, id: app.world.newID(), person: app.cast.rita.person.id, unit: app.cast.root.id, roles: [.approver],
            startsOn: Cast.firstDay)
        try await AddMembership(database: app.database.service, world: app.world)(membership, by: .system)
        let opener = act == "creates" ? rita : story.ana
        let opening = act == "creates" ? try header(ana) : [:]
        let here = try #require(try await opener.post(story.path("/quotes"), headers: opening, lines).headers[.location])
        if act == "edits" {
            let edited = try await rita.send(.patch, here, headers: try header(ana, version: "\"v1\""), json: #"{"name": "Laptops"}"#)
            #expect(edited.status == 200)
        }
        let version = try #require(try await story.ana.get(here).headers[.eTag])
        let sent =
            act == "submits"
            ? try await rita.post(here + "/submit", headers: try header(ana, version: version))
            : try await story.ana.post(here + "/submit", headers: [.ifMatch: version])
        let plan = try #require(sent.json?["approval"])
        let (id, digest) = (try #require(plan["id"]?.text), try #require(plan["digest"]?.text))
        // Her own inbox leaves it out, and so does the plan's list of approvers.
        #expect(try await rita.get(story.path("/approvals")).json?["items"]?.items?.isEmpty == true)
        let own = try await rita.post(story.path("/approvals/\(id)/decisions"), Story.decision("approve", digest))
        #expect(own.status == 403)
        #expect(own.problem == "own-request")
        #expect(try await story.decide(plan, "approve").status == 200)
    }
}
