import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Rules 7, 8 and 10 as people meet them.
@Suite(.database) struct ApprovalStoryTests {
    /// Ada may approve too, which an account admin by itself may not; Omar only where `omar` says so.
    private func begin(omar: Bool = true) async throws -> (Story, ada: RouterClient) {
        let story = try await Story.begin()
        let owner = story.app.database.owner
        try await owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(story.cast.ada.membership?.id)"))
        if !omar {
            try await owner.query(
                Query<Void>("UPDATE memberships SET roles = '{auditor}' WHERE id = \(story.cast.omar.membership?.id)"))
        }
        return (story, story.app.by(story.cast.ada))
    }

    private func draft(_ story: Story) async throws -> String {
        let quote = try await story.ana.post(
            story.path("/quotes"), #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "2"}]}"#)
        return try #require(quote.headers[.location])
    }

    @discardableResult private func change(_ here: String, _ body: String, by client: RouterClient) async throws -> RouterAnswer {
        let version = try #require(try await client.get(here).headers[.eTag])
        let answer = try await client.send(.patch, here, headers: [.ifMatch: version], json: body)
        #expect(answer.status == 200)
        return answer
    }

    private func submit(_ here: String, by client: RouterClient) async throws -> RouterAnswer {
        try await client.post(here + "/submit", headers: [.ifMatch: try #require(try await client.get(here).headers[.eTag])])
    }

    @Test(arguments: [#"{"notes": "Cheaper ones."}"#, #"{"poNumber": "PO-2"}"#, #"{"name": "Laptops"}"#])
    func `who changed another's draft does not approve it, in this revision or a later one`(_ edit: String) async throws {
        let (story, ada) = try await begin()
        let here = try await draft(story)
        try await change(here, edit, by: ada)
        let submitted = try await submit(here, by: story.ana)
        let plan = try #require(submitted.json?["approval"])
        #expect(plan["steps"]?.items?.first?["approvers"]?.items == [.string("Omar Haddad")])
        let decide = story.path("/approvals/\(plan["id"]?.text ?? "")/decisions")
        let own = try await ada.post(decide, Story.decision("approve", plan["digest"]?.text ?? ""))
        #expect(own.status == 403)
        #expect(own.problem == "own-request")
        #expect(own.json?["because"]?.text == "edited")
        #expect(try await ada.get(story.path("/approvals")).json?["items"]?.items == [])
        let page = try await ada.get(story.path("/approvals/\(plan["id"]?.text ?? "")"))
        #expect(page.json?["actions"]?.items == [])
        #expect(page.json?["eligible"]?.items?.map { $0["name"]?.text } == ["Omar Haddad"])

        // The next revision grew from hers.
        _ = try await story.decide(plan, "return")
        try await change(here, #"{"notes": "Two are enough."}"#, by: story.ana)
        let again = try #require(try await submit(here, by: story.ana).json?["approval"])
        #expect(again["steps"]?.items?.first?["approvers"]?.items == [.string("Omar Haddad")])
        let late = story.path("/approvals/\(again["id"]?.text ?? "")/decisions")
        #expect(try await ada.post(late, Story.decision("approve", again["digest"]?.text ?? "")).problem == "own-request")
        #expect(try await story.decide(again, "approve").json?["state"]?.text == "approved")
        try await story.expectWholeLedger()
    }

    @Test func `every way of changing lines makes an editor, reading and deciding make none`() async throws {
        let (story, ada) = try await begin()
        let edits: [(HTTPRequest.Method, String, String)] = [
            (.put, "/lines", #"{"lines": [{"sku": "NB-100", "quantity": 3}]}"#),
            (.post, "/lines", #"{"lines": [{"sku": "MO-200", "quantity": 1}]}"#),
            (.patch, "/lines/1", #"{"quantity": 3}"#),
        ]
        for (method, path, body) in edits {
            let here = try await draft(story)
            let answer = try await ada.send(method, here + path, headers: [.ifMatch: "\"v1\""], json: body)
            #expect(answer.status == 200, "\(path)")
            let plan = try #require(try await submit(here, by: story.ana).json?["approval"])
            #expect(plan["steps"]?.items?.first?["approvers"]?.items == [.string("Omar Haddad")], "\(path)")
        }
        let here = try await draft(story)
        _ = try await ada.get(here)
        let plan = try #require(try await submit(here, by: story.ana).json?["approval"])
        #expect(plan["steps"]?.items?.first?["approvers"]?.items?.count == 2)
        let returned = try await ada.post(
            story.path("/approvals/\(plan["id"]?.text ?? "")/decisions"), Story.decision("return", plan["digest"]?.text ?? ""))
        #expect(returned.json?["state"]?.text == "returned")
        let again = try #require(try await submit(here, by: story.ana).json?["approval"])
        #expect(again["steps"]?.items?.first?["approvers"]?.items?.count == 2, "who sent it back has not asked for it")
    }

    @Test func `what only those could approve who changed it is not submitted, and it is said why`() async throws {
        let (story, ada) = try await begin(omar: false)
        let here = try await draft(story)
        try await change(here, #"{"notes": "Cheaper ones."}"#, by: ada)
        let before = try await story.ana.get(here)
        let refused = try await submit(here, by: story.ana)
        #expect(refused.status == 409)
        #expect(refused.problem == "nobody-eligible")
        let excluded = refused.json?["excluded"]?.items
        #expect(excluded?.map { $0["because"]?.text } == ["edited"])
        #expect(excluded?.first?["name"]?.text == story.cast.ada.person.name)
        #expect(refused.json?["detail"]?.text?.contains("\(story.cast.ada.person.name) changed it") == true)
        #expect(try await story.ana.get(here).body == before.body)
    }

    @Test func `what only those could approve whose unit is disabled is not submitted`() async throws {
        let story = try await Story.begin()
        let (cast, owner) = (story.cast, story.app.database.owner)
        let quote = try await story.ana.post(story.path("/quotes"), #"{"name": "Two", "lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        let here = try #require(quote.headers[.location])
        let (acme, engineering, omar) = (cast.acme.id, cast.engineering.id, cast.omar.person.id)
        try await owner.query(
            Query<Void>("UPDATE memberships SET unit_id = \(engineering) WHERE account_id = \(acme) AND person_id = \(omar)"))
        try await owner.query(
            Query<Void>("UPDATE units SET disabled_at = \(story.app.clock.now) WHERE account_id = \(acme) AND id = \(engineering)"))
        let refused = try await story.app.by(cast.ada).post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(refused.status == 409 && refused.problem == "nobody-eligible")
    }

    @Test func `the difference of two revisions is told line by line, the draft's too`() async throws {
        let (story, _) = try await begin()
        let (here, plan) = try await story.submitted()
        _ = try await story.decide(plan, "return")
        let version = try #require(try await story.ana.get(here).headers[.eTag])
        let replaced = try await story.ana.send(
            .put, here + "/lines", headers: [.ifMatch: version],
            json: #"{"lines": [{"sku": "MO-200", "quantity": "1"}, {"sku": "NB-100", "quantity": "3"}]}"#)
        #expect(replaced.status == 200)
        try await change(here, #"{"poNumber": "PO-9"}"#, by: story.ana)
        let answer = try await story.ana.get(here + "/diff")
        #expect(answer.status == 200)
        let difference = try #require(answer.json)
        #expect(difference["from"] == .integer(1) && difference["to"] == .integer(2))
        #expect(difference["poNumber"]?["to"]?.text == "PO-9" && difference["poNumber"]?["from"] == nil)
        #expect(difference["added"]?.items?.map { $0["sku"]?.text } == ["MO-200"])
        #expect(difference["removed"]?.items == [])
        let line = difference["changed"]?.items?.first
        #expect(line?["sku"]?.text == "NB-100" && line?["position"] == .integer(2) && line?["positionBefore"] == .integer(1))
        #expect(line?["quantity"]?["from"]?.text == "2" && line?["quantity"]?["to"]?.text == "3")
        #expect(difference["total"]?["from"]?["amount"]?.text == "2080.00")
        #expect(try await story.ana.get(here + "/diff?from=1").body == answer.body)
        let none = try await story.ana.get(here + "/diff?from=1&to=1")
        #expect(none.json?["changed"]?.items == [] && none.json?["total"] == nil)
        let back = try await story.ana.get(here + "/diff?from=2&to=1")
        #expect(back.json?["removed"] == difference["added"])

        let unknown = try await story.ana.get(here + "/diff?from=3&to=4")
        #expect(unknown.status == 422)
        #expect(unknown.problem == "unknown-revision")
        #expect(unknown.faults == ["?from unknownRevision", "?to unknownRevision"])
        let wrong = try await story.ana.get(here + "/diff?from=0&to=x")
        #expect(wrong.status == 422)
        #expect(Set(wrong.faults.map { $0.prefix { $0 != " " } }) == ["?from", "?to"])
        #expect(try await story.app.by(story.cast.sam).get(here + "/diff").status == 404, "another's quote does not exist for Sam")
    }
}
