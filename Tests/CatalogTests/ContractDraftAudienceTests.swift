import Accounts
import Catalog
import HTTPTypes
import Kernel
import Ledger
import PurveyorTesting
import Relationship
import Testing
import Web

/// Rules 19 and 20: what is drafted is the supplier's own, in the ledger too. What the customer is shown of it they can check all the same.
@Suite(.database) struct ContractDraftAudienceTests {
    /// A contract drafted and published, its next version drafted and thrown away, and another contract that is only drafted.
    private func drafted(_ app: TestApp) async throws -> (published: String, begun: String) {
        let rita = app.by(app.cast.rita)
        func begin(_ number: String) async throws -> String {
            let draft = #"{"validFrom": "2026-01-01", "assortment": [{"effect": "include", "selector": "everything"}]}"#
            let named = #""number": "\#(number)", "name": "Price increase", "unit": "\#(app.cast.root.id)", "currency": "EUR""#
            let made = try await rita.post(app.path("/contracts"), "{\(named), \"draft\": \(draft)}")
            return try #require(made.headers[.location])
        }
        let path = try await begin("C-2")
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        let next = #"{"draft": {"validFrom": "2027-01-01", "assortment": [{"effect": "include", "selector": "everything"}]}}"#
        #expect(try await rita.send(.put, path + "/draft", headers: [.ifMatch: "\"v2\""], json: next).status == 200)
        #expect(try await rita.send(.delete, path + "/draft", headers: [.ifMatch: "\"v3\""]).status == 200)
        return (path, try await begin("C-3"))
    }

    private func id(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    @Test func `no reading of the ledger tells the customer of a draft, and the supplier's people see every one`() async throws {
        let app = try await TestApp.open()
        let (published, begun) = try await drafted(app)
        let key = try await app.by(app.cast.ada).post(app.path("/api-keys"), #"{"name": "SIEM", "permissions": ["readEvents"]}"#)
        let program = app.client.bearing(try #require(key.json?["secret"]?.text))
        let everywhere = ["/events?limit=200", "/events?sort=-at&limit=200", "/events?address=local&limit=200", "/timeline?limit=200"]
        for client in [app.by(app.cast.ada), app.by(app.cast.aude), program] {
            for path in everywhere {
                let answer = try await client.get(app.path(path))
                let kinds = (answer.json?["items"]?.items ?? []).compactMap { $0["kind"]?.text }
                #expect(kinds.contains("contractPublished"), "\(path)")
                #expect(!kinds.contains { $0.hasPrefix("contractDraft") }, "\(path)")
                #expect(!answer.text.contains(id(begun)), "\(path)")
            }
            for query in [
                "/events?kinds=contractDrafted,contractDraftDiscarded", "/timeline?kinds=contractDrafted,contractDraftDiscarded",
                "/events?subject=\(id(begun))", "/timeline?subject=\(id(begun))",
            ] {
                #expect(try await client.get(app.path(query)).json?["items"]?.items?.isEmpty == true, "\(query)")
            }
            let ofOne = try await client.get(app.path("/timeline?subject=\(id(published))")).json?["items"]?.items ?? []
            #expect(ofOne.map { $0["kind"]?.text } == ["contractPublished"])
            let csv = try await client.get(app.path("/events?format=csv"))
            #expect(csv.text.contains("contractPublished") && !csv.text.contains("contractDraft"))
        }
        let rita = app.by(app.cast.rita)
        for path in everywhere {
            let items = try await rita.get(app.path(path)).json?["items"]?.items ?? []
            #expect(items.count { $0["kind"]?.text?.hasPrefix("contractDraft") == true } == 4, "\(path)")
        }
    }

    @Test func `numbers have a gap where something is not shown, pages go on behind it, and the chain holds`() async throws {
        let app = try await TestApp.open()
        _ = try await drafted(app)
        let read = ReadLedger(database: app.database.service)
        let (ada, rita) = (try await app.caller(app.cast.ada), try await app.caller(app.cast.rita))
        let whole = try await read.audit(.init(), after: nil, limit: 1000, by: rita).map(\.event)
        let shown = try await read.audit(.init(), after: nil, limit: 1000, by: ada).map(\.event)
        #expect(throws: Never.self) { try LedgerProof.check(whole) }
        #expect(throws: Never.self) { try LedgerProof.checkShown(shown) }
        #expect(throws: LedgerProof.Break.self) { try LedgerProof.check(shown) }
        #expect(Set(whole.map(\.sequence)).subtracting(shown.map(\.sequence)).count == 4)
        var (paged, position) = ([Event](), AuditPosition?.none)
        repeat {
            let page = try await read.audit(.init(after: 0), after: position, limit: 1, by: ada)
            paged += page.prefix(1).map(\.event)
            position = page.count > 1 ? page[0].position : nil
        } while position != nil
        #expect(paged == shown)
        for index in shown.indices {
            let event = shown[index]
            for (data, previous) in [(event.data + " ", event.previousHash), (event.data, event.hash)] {
                var changed = shown
                changed[index] = Event(
                    account: event.account, sequence: event.sequence, id: event.id, kind: event.kind, subjectKind: event.subjectKind,
                    subject: event.subject, actor: event.actor, actorName: nil, onBehalfOf: event.onBehalfOf, at: event.at, data: data,
                    previousHash: previous, hash: event.hash)
                #expect(throws: LedgerProof.Break.self) { try LedgerProof.checkShown(changed) }
            }
        }
        #expect(throws: LedgerProof.Break.self) { try LedgerProof.checkShown(shown.reversed()) }
        // Over HTTP a reader has what the proof takes.
        let items = try await app.by(app.cast.ada).get(app.path("/events?limit=200")).json?["items"]?.items ?? []
        for (item, event) in zip(items, shown) {
            #expect(item["previousHash"]?.text == Digest(bytes: event.previousHash)?.description)
        }
        #expect(items.count == shown.count)
    }
}
