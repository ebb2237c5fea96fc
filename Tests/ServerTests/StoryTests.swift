import Accounts
import Catalog
import Foundation
import HTTPTypes
import Kernel
import Ledger
import Postgres
import PurveyorTesting
import Testing
import Web

/// A day of a buyer, an approver and a rep, as three programs over HTTP would live it.
@Suite(.database) struct StoryTests {
    @Test func `what the buyer builds is approved as it was shown, ordered once, and seen by the rep at once`() async throws {
        let story = try await Story.begin()
        let (ana, omar, rita) = (
            try await story.signIn(story.cast.ana), try await story.signIn(story.cast.omar), try await story.signIn(story.cast.rita)
        )

        // The price is the contract's, and its receipt can be checked without the engine that made it.
        let price = try await ana.get(story.path("/catalog/NB-100/price?quantity=2"))
        #expect(price.json?["unitPrice"]?["amount"]?.text == "1040.00")
        #expect(price.json?["total"]?["amount"]?.text == "2080.00")
        let receipt = try JSONDecoder().decode(Receipt.self, from: Data(try #require(price.json?["receipt"]).jsonBytes))
        #expect(throws: Never.self) { try receipt.check() }
        #expect(try receipt.digest().description == price.json?["receiptDigest"]?.text)

        let quote = try await ana.post(
            story.path("/quotes"),
            #"{"name": "New team", "poNumber": "PO-1", "lines": [{"sku": "NB-100", "quantity": "2"}, {"sku": "MO-200", "quantity": 2}]}"#)
        #expect(quote.status == 201)
        #expect(quote.json?["total"]?["amount"]?.text == "2459.98")
        let here = try #require(quote.headers[.location])
        #expect(try await ana.get(here).body == quote.body)

        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.json?["quote"]?["state"]?.text == "submitted")
        #expect(submitted.json?["approval"]?["steps"]?.items?.first?["approvers"]?.items == [.string("Omar Haddad")])
        let waiting = try await story.view(by: rita)
        #expect(waiting["openQuotes"]?.items?.first?["number"]?.text == "Q-000001")
        #expect(waiting["openApprovals"]?.items?.count == 1)

        // The page shows exactly what was submitted; a decision about anything else is refused with what to read.
        let inbox = try await omar.get(story.path("/approvals"))
        let page = try await omar.get(try #require(inbox.json?["items"]?.items?.first?["actions"]?.items?.first?["href"]?.text))
        let digest = try #require(page.json?["digest"]?.text)
        #expect(page.json?["content"]?["total"]?["amount"]?.text == "2459.98")
        #expect(page.json?["content"] == (try await ana.get(here + "/revisions/1")).json)
        let decide = try #require(page.json?["actions"]?.items?.first?["href"]?.text)
        let wrong = try await omar.post(decide, Story.decision("approve", String(repeating: "0", count: 64)))
        #expect(wrong.problem == "content-changed")
        #expect(wrong.json?["digest"]?.text == digest)
        #expect(wrong.json?["difference"] == nil && wrong.json?["seenRevision"] == nil, "nobody has seen such content")
        let early = try await ana.post(here + "/order", headers: [.ifMatch: try #require(submitted.headers[.eTag])])
        #expect(early.problem == "not-approved")

        let approved = try await omar.post(decide, Story.decision("approve", digest, comment: "For July."))
        #expect(approved.json?["state"]?.text == "approved")
        #expect(approved.json?["actions"]?.items == [])
        #expect(try await omar.get(story.path("/approvals")).json?["items"]?.items == [])
        #expect(try await omar.post(decide, Story.decision("reject", digest)).problem == "approval-ended")

        let version = try #require(try await ana.get(here).headers[.eTag])
        let key: HTTPFields = [.ifMatch: version, .idempotencyKey: "order-1"]
        let order = try await ana.post(here + "/order", headers: key)
        #expect(order.status == 201)
        #expect(order.json?["total"]?["amount"]?.text == "2459.98")
        #expect(order.json?["lines"]?.items?.map { $0["unitPrice"] } == quote.json?["lines"]?.items?.map { $0["unitPrice"] })
        let replayed = try await ana.post(here + "/order", headers: key)
        #expect(replayed.status == 201)
        #expect(replayed.body == order.body)
        #expect(replayed.headers[.idempotencyReplayed] == "true")
        #expect(replayed.headers[.location] == order.headers[.location])
        let again = try await ana.post(here + "/order", headers: [.ifMatch: version])
        #expect(again.status == 409)
        #expect(again.problem == "already-ordered")
        #expect(again.json?["order"]?.text == "O-000001")

        Self.expectTheWholeDay(try await story.view(by: rita))
        try await story.expectWholeLedger()
        #expect(try await ana.send(.delete, "/v1/sessions/current").status == 204)
        #expect(try await ana.get("/v1/me").status == 401)
    }

    /// What the rep sees when the day is over: the order, the quote and the decision, each by who made it.
    static func expectTheWholeDay(_ view: JSONValue) {
        #expect(view["latestOrders"]?.items?.map { $0["number"]?.text } == ["O-000001"])
        #expect(view["openQuotes"]?.items == [])
        #expect(view["openApprovals"]?.items == [])
        #expect(view["totals"]?.items?.first?["ordered"]?["amount"]?.text == "2459.98")
        let kinds = view["timeline"]?.items?.prefix(5).map { $0["kind"]?.text }
        #expect(kinds == ["orderPlaced", "quoteApproved", "approvalDecided", "quoteSubmitted", "quoteCreated"])
        #expect(view["timeline"]?.items?.first?["actor"]?["name"]?.text == "Ana Alves")
        #expect(view["timeline"]?.items?[2]["actor"]?["name"]?.text == "Omar Haddad")
    }

    @Test func `a returned quote is changed, asked for again and decided on anew`() async throws {
        let story = try await Story.begin()
        let (here, plan) = try await story.submitted()
        let first = try #require(plan["digest"]?.text)
        let returned = try await story.decide(plan, "return", comment: "Fewer, please.")
        #expect(returned.json?["state"]?.text == "returned")
        let draft = try await story.ana.get(here)
        #expect(draft.json?["state"]?.text == "draft")
        #expect(draft.json?["revision"] == .integer(2))

        let changed = try await story.ana.send(
            .patch, here + "/lines/1", headers: [.ifMatch: try #require(draft.headers[.eTag])], json: #"{"quantity": 1}"#)
        #expect(changed.json?["total"]?["amount"]?.text == "1040.00")
        let submitted = try await story.ana.post(here + "/submit", headers: [.ifMatch: try #require(changed.headers[.eTag])])
        let second = try #require(submitted.json?["approval"])
        #expect(second["digest"]?.text != first)
        // The digest of what was returned opens nothing any more.
        let old = try await story.omar.post(
            story.path("/approvals/\(second["id"]?.text ?? "")/decisions"), Story.decision("approve", first))
        #expect(old.problem == "content-changed")
        #expect(old.json?["revision"] == .integer(2))
        #expect(old.json?["seenRevision"] == .integer(1))
        let line = old.json?["difference"]?["changed"]?.items?.first
        #expect(line?["quantity"]?["from"]?.text == "2" && line?["quantity"]?["to"]?.text == "1")
        #expect(line?["unitPrice"] == nil, "nothing is told that did not change")
        #expect(old.json?["difference"]?["total"]?["to"]?["amount"]?.text == "1040.00")
        #expect(try await story.omar.get(here + "/diff?from=1&to=2").json == old.json?["difference"])
        let (page, before) = (
            try await story.omar.get(story.path("/approvals/\(second["id"]?.text ?? "")")),
            try await story.omar.get(story.path("/approvals/\(plan["id"]?.text ?? "")"))
        )
        #expect(page.json?["difference"] == old.json?["difference"] && before.json?["difference"] == nil)
        // A decision on the ended approval is told of the one that waits.
        let late = try await story.decide(plan, "approve")
        #expect(late.problem == "approval-ended")
        #expect(late.json?["approval"] == second["id"])
        #expect(late.json?["difference"] == old.json?["difference"])
        _ = try await story.decide(second, "approve")
        let version = try #require(try await story.ana.get(here).headers[.eTag])
        let order = try await story.ana.post(here + "/order", headers: [.ifMatch: version])
        #expect(order.json?["revision"] == .integer(2))
        #expect(order.json?["total"]?["amount"]?.text == "1040.00")
        #expect(try await story.ana.get(here + "/revisions/1").json?["total"]?["amount"]?.text == "2080.00")
        try await story.expectWholeLedger()
    }

    @Test func `a rejected quote cannot be ordered, and starts anew when it is changed`() async throws {
        let story = try await Story.begin()
        let (here, plan) = try await story.submitted()
        #expect(try await story.decide(plan, "reject").json?["state"]?.text == "rejected")
        let rejected = try await story.ana.get(here)
        #expect(rejected.json?["state"]?.text == "rejected")
        let version = try #require(rejected.headers[.eTag])
        #expect(try await story.ana.post(here + "/order", headers: [.ifMatch: version]).problem == "not-approved")
        let submit = try await story.ana.post(here + "/submit", headers: [.ifMatch: version])
        #expect(submit.problem == "quote-state")
        #expect(submit.json?["state"]?.text == "rejected")
        let edited = try await story.ana.send(.patch, here, headers: [.ifMatch: version], json: #"{"notes": "Second try."}"#)
        #expect(edited.json?["state"]?.text == "draft")
        #expect(edited.json?["revision"] == .integer(2))
    }

    @Test func `a recalled quote leaves the inbox, and nobody can decide on it any more`() async throws {
        let story = try await Story.begin()
        let (here, plan) = try await story.submitted()
        let version = try #require(try await story.ana.get(here).headers[.eTag])
        let recalled = try await story.ana.post(here + "/recall", headers: [.ifMatch: version])
        #expect(recalled.json?["state"]?.text == "draft")
        #expect(try await story.omar.get(story.path("/approvals")).json?["items"]?.items == [])
        let late = try await story.decide(plan, "approve")
        #expect(late.status == 409)
        #expect(late.problem == "approval-ended")
        #expect(late.json?["state"]?.text == "recalled")
        let cancelled = try await story.ana.post(here + "/cancel", headers: [.ifMatch: try #require(recalled.headers[.eTag])])
        #expect(cancelled.json?["state"]?.text == "cancelled")
        #expect(cancelled.json?["actions"]?.items == [])
    }

    @Test func `what needs no approval is approved at once, and a shopper still does not order it`() async throws {
        let story = try await Story.begin()
        let sam = story.app.by(story.cast.sam)
        let quote = try await sam.post(story.path("/quotes"), #"{"name": "One screen", "lines": [{"sku": "MO-200", "quantity": 1}]}"#)
        let here = try #require(quote.headers[.location])
        let submitted = try await sam.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(submitted.json?["approval"]?["state"]?.text == "approved")
        let version: HTTPFields = [.ifMatch: try #require(submitted.headers[.eTag])]
        let refused = try await sam.post(here + "/order", headers: version)
        #expect(refused.status == 403)
        #expect(refused.json?["permission"]?.text == "order")
        // Ana orders her own; Sam's does not exist for her. Ada's scope is the account.
        #expect(try await story.ana.post(here + "/order", headers: version).status == 404)
        #expect(try await story.app.by(story.cast.ada).post(here + "/order", headers: version).status == 201)
    }

    @Test func `who says what a quote says already has changed nothing`() async throws {
        let story = try await Story.begin()
        let lines = #"[{"sku": "MO-200", "quantity": "1"}]"#
        let quote = try await story.ana.post(story.path("/quotes"), #"{"name": "One screen", "notes": "Soon.", "lines": \#(lines)}"#)
        let here = try #require(quote.headers[.location])
        let before = try await story.app.database.contents()
        let edits: [(HTTPRequest.Method, String, String)] = [
            (.patch, "", #"{"name": "One screen"}"#), (.patch, "", #"{"notes": "Soon."}"#), (.patch, "/lines/1", #"{"quantity": "1.000"}"#),
            (.put, "/lines", #"{"lines": \#(lines)}"#), (.post, "/reprice", ""),
        ]
        for (method, path, body) in edits {
            let answer = try await story.ana.send(method, here + path, headers: [.ifMatch: "\"v1\""], json: body)
            #expect(answer.status == 200 && answer.headers[.eTag] == "\"v1\"", "\(path) \(body)")
        }
        #expect(try await story.app.database.contents() == before)
    }

    @Test func `a part of a piece cannot be bought, at any place of a quote`() async throws {
        let story = try await Story.begin()
        let parts = #"[{"sku": "MO-200", "quantity": "0.001"}, {"sku": "NB-100", "quantity": "1.5"}]"#
        let refused = try await story.ana.post(story.path("/quotes"), #"{"name": "For nothing", "lines": \#(parts)}"#)
        #expect(refused.status == 422)
        #expect(
            refused.json?["errors"]?.items?.map { [$0["pointer"]?.text, $0["code"]?.text] } == [
                ["/lines/0/quantity", "notAMultiple"], ["/lines/1/quantity", "notAMultiple"],
            ])
        let whole = #"[{"sku": "MO-200", "quantity": "1"}]"#
        let quote = try await story.ana.post(story.path("/quotes"), #"{"name": "One", "lines": \#(whole)}"#)
        let here = try #require(quote.headers[.location])
        let changed = try await story.ana.send(
            .patch, here + "/lines/1", headers: [.ifMatch: "\"v1\""], json: #"{"quantity": "0.5"}"#)
        #expect(changed.status == 422)
    }

    @Test func `a name with a NUL in it is nobody's`() async throws {
        let story = try await Story.begin()
        for path in ["/catalog/%00", "/catalog/a%00b", "/catalog/NB-100%00/price?quantity=1", "/quotes/%00"] {
            #expect(try await story.ana.get(story.path(path)).status == 404)
        }
    }

    @Test func `nobody decides on what they asked for, and what nobody else could decide is not even submitted`() async throws {
        let story = try await Story.begin()
        let ravi = story.app.by(story.cast.ravi)
        let rival = "/v1/accounts/\(story.cast.rival.id)"
        let quote = try await ravi.post(rival + "/quotes", #"{"name": "Tower", "lines": [{"sku": "NB-160", "quantity": 1}]}"#)
        let here = try #require(quote.headers[.location])
        let alone = try await ravi.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        #expect(alone.status == 409)
        #expect(alone.problem == "nobody-eligible")
        #expect(alone.json?["role"]?.text == "approver")

        try await AddMembership(database: story.app.database.service, world: story.app.world)(
            Membership(
                account: story.cast.rival.id, id: story.app.world.newID(), person: story.cast.omar.person.id,
                unit: story.cast.rivalRoot.id, roles: [.approver], startsOn: Cast.firstDay),
            by: .system)
        let submitted = try await ravi.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        let plan = try #require(submitted.json?["approval"])
        let decide = rival + "/approvals/\(plan["id"]?.text ?? "")/decisions"
        let own = try await ravi.post(decide, Story.decision("approve", plan["digest"]?.text ?? ""))
        #expect(own.status == 403)
        #expect(own.problem == "own-request")
        #expect(try await ravi.get(rival + "/approvals").json?["items"]?.items == [])
        #expect(try await story.omar.post(decide, Story.decision("approve", plan["digest"]?.text ?? "")).status == 200)
    }

    @Test func `a price that was shown holds to its end, and after it nothing is silently repriced`() async throws {
        let story = try await Story.begin()
        let (here, plan) = try await story.submitted()
        try await story.raisePrices()
        // The catalog has the new price already; the approver decides on the old one, which holds.
        #expect(try await story.ana.get(story.path("/catalog/NB-100")).json?["price"]?["amount"]?.text == "1100.00")
        _ = try await story.decide(plan, "approve")
        let approved = try await story.ana.get(here)
        #expect(approved.json?["total"]?["amount"]?.text == "2080.00")
        #expect(approved.json?["expired"] == .bool(false))

        story.app.clock.advance(by: .seconds(30 * 86_400))
        // A month later everybody has signed in again.
        let ana = try await story.signIn(story.cast.ana)
        let expired = try await ana.get(here)
        #expect(expired.json?["expired"] == .bool(true))
        let version: HTTPFields = [.ifMatch: try #require(expired.headers[.eTag])]
        let refused = try await ana.post(here + "/order", headers: version)
        #expect(refused.status == 409)
        #expect(refused.problem == "price-hold-over")
        let change = refused.json?["changes"]?.items?.first
        #expect(change?["shown"]?.text == "1040.00")
        #expect(change?["now"]?.text == "1100.00")

        let repriced = try await ana.post(here + "/reprice", headers: version)
        #expect(repriced.json?["state"]?.text == "draft")
        #expect(repriced.json?["total"]?["amount"]?.text == "2200.00")
        #expect(repriced.json?["expired"] == .bool(false))
        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: try #require(repriced.headers[.eTag])])
        #expect(submitted.json?["approval"]?["state"]?.text == "pending")
    }

    @Test func `the same key is the same act, and another body under it is refused`() async throws {
        let story = try await Story.begin()
        let body = #"{"name": "Once", "lines": [{"sku": "MO-200", "quantity": 1}]}"#
        let key: HTTPFields = [.idempotencyKey: "create-1"]
        let first = try await story.ana.post(story.path("/quotes"), headers: key, body)
        let second = try await story.ana.post(story.path("/quotes"), headers: key, body)
        #expect(second.body == first.body)
        #expect(first.headers[.idempotencyReplayed] == nil)
        #expect(second.headers[.idempotencyReplayed] == "true")
        let other = try await story.ana.post(story.path("/quotes"), headers: key, #"{"name": "Twice"}"#)
        #expect(other.status == 422)
        #expect(other.problem == "idempotency-key-reused")
        #expect(try await story.ana.get(story.path("/quotes")).json?["items"]?.items?.count == 1)
        // A key is its person's own.
        #expect(try await story.app.by(story.cast.sam).post(story.path("/quotes"), headers: key, body).json?["number"]?.text == "Q-000002")
    }
}
