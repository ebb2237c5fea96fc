import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Work that is handed over reaches who goes on with it, and is no way to what one was not given.
@Suite(.database) struct HandoverTests {
    private static let sharedBuyer: [Permission] = [.readCatalog, .readQuotes, .writeQuotes, .submitQuotes, .order, .readOrders]

    private func end(
        _ app: TestApp, _ person: CastPerson, by caller: CastPerson, _ more: String = "", version: Int = 1
    ) async throws -> RouterAnswer {
        let answer = try await app.by(caller).post(
            app.path("/members/\(try LeavingTests.id(person))/end"), headers: [.ifMatch: "\"v\(version)\""],
            #"{"lastDay": "2026-06-14"\#(more)}"#)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        return answer
    }

    private func successor(_ person: CastPerson) throws -> String { #", "successor": "\#(try LeavingTests.id(person))""# }

    @Test func `a successor whose permissions reach another unit goes on with what was left to them`() async throws {
        let app = try await TestApp.open()
        let draft = try await LeavingTests.quote(app, 2)
        let sales = try await app.unit("Sales", under: app.cast.root)
        let shona = try await app.newcomer("Shona Shaw", in: sales, as: try await app.role("sharedBuyer", Self.sharedBuyer, .unit))
        let other = try await app.newcomer("Other Shaw", in: sales, as: RoleKey(rawValue: "sharedBuyer"))
        #expect(try await app.by(shona).get(draft).status == 404)
        #expect(try await end(app, app.cast.ana, by: app.cast.ada, try successor(shona)).status == 200)
        let read = try await app.by(shona).get(draft)
        #expect(read.status == 200)
        #expect(try await app.by(shona).get(app.path("/quotes")).json?["items"]?.items?.count == 1, "a list shows what a read does")
        #expect(try await app.by(other).get(draft).status == 404, "it is left to one of the unit, and not to the unit")
        let edited = try await app.by(shona).send(
            .patch, draft, headers: [.ifMatch: read.headers[.eTag] ?? ""], json: #"{"name": "Shona's chairs"}"#)
        #expect(edited.status == 200)
        let submitted = try await app.by(shona).post(draft + "/submit", headers: [.ifMatch: edited.headers[.eTag] ?? ""])
        #expect(submitted.status == 200)
        let order = try await app.by(shona).post(draft + "/order", headers: [.ifMatch: submitted.headers[.eTag] ?? ""])
        #expect(order.status == 201)
        #expect(try await app.by(shona).get(try #require(order.headers[.location])).status == 200)
    }

    @Test func `nobody comes to another's work by ending them, not as a manager of their own making either`() async throws {
        let app = try await TestApp.open()
        let draft = try await LeavingTests.quote(app, 2)
        let lead = try await app.role("unitLead", [.readMembers, .manageMembers], .unit)
        let mara = try await app.newcomer("Mara Moss", in: app.cast.engineering, as: lead, .buyer)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let named = try await end(app, app.cast.ana, by: mara, try successor(mara))
        #expect(named.status == 403 && named.problem == "for-yourself")
        #expect(
            named.json?["permissions"]?.items?.compactMap(\.text)
                == ["readQuotes", "writeQuotes", "submitQuotes", "order", "readApprovals"])
        let managed = try await app.by(mara).send(
            .patch, app.path("/members/\(try LeavingTests.id(app.cast.ana))"), headers: [.ifMatch: "\"v1\""],
            json: #"{"manager": "\#(try LeavingTests.id(mara))"}"#)
        #expect(managed.status == 200)
        #expect(try await end(app, app.cast.ana, by: mara, version: 2).problem == "successor-needed")
        #expect(try await app.by(mara).get(draft).status == 404)
        let sees = try await end(app, app.cast.ana, by: app.cast.ada, try successor(app.cast.ada), version: 2)
        #expect(sees.status == 200, "Ada could see and do all of it before")
    }

    @Test func `nobody waits for another's work by ending them before they have any`() async throws {
        let app = try await TestApp.open()
        let lead = try await app.role("unitLead", [.readMembers, .manageMembers], .unit)
        let mara = try await app.newcomer("Mara Moss", in: app.cast.engineering, as: lead, .buyer)
        let zoe = try await app.newcomer("Zoe Zimmer", in: app.cast.engineering, as: lead)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        func end(by caller: CastPerson, _ successor: CastPerson) async throws -> RouterAnswer {
            try await app.by(caller).post(
                app.path("/members/\(try LeavingTests.id(zoe))/end"), headers: [.ifMatch: "\"v1\""],
                #"{"lastDay": "2026-07-14", "successor": "\#(try LeavingTests.id(successor))"}"#)
        }
        #expect(try await end(by: mara, mara).problem == "for-yourself", "she could make Zoe a buyer until then")
        #expect(try await end(by: app.cast.ada, mara).status == 200, "another may")
    }

    @Test func `a successor whom one does not see is nobody, whatever they lack`() async throws {
        let app = try await TestApp.open()
        _ = try await LeavingTests.quote(app, 2)
        let sales = try await app.unit("Sales", under: app.cast.root)
        let hidden = try await app.newcomer("Hidden Hart", in: sales, as: .shopper)
        let lead = try await app.role("unitLead", [.readMembers, .manageMembers], .unit)
        let mara = try await app.newcomer("Mara Moss", in: app.cast.engineering, as: lead)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await end(app, app.cast.ana, by: mara, try successor(hidden)).problem == "successor-not-found")
        #expect(try await end(app, app.cast.ana, by: mara, try successor(app.cast.sam)).problem == "successor-cannot-take")
    }

    @Test func `who goes on with a request has asked for it, and does not decide it`() async throws {
        let app = try await TestApp.open()
        let nora = try await app.newcomer("Nora Nolan", in: app.cast.root, as: .buyer, .approver)
        let (here, plan) = try await Story(app: app).submitted()
        let page = app.path("/approvals/\(plan["id"]?.text ?? "")")
        func waits() async throws -> Int? { try await app.by(nora).get(app.path("/approvals")).json?["items"]?.items?.count }
        #expect(try await waits() == 1)
        #expect(try await end(app, app.cast.ana, by: app.cast.ada, try successor(nora)).status == 200)
        #expect(try await waits() == 0)
        let shown = try await app.by(nora).get(page)
        #expect(shown.json?["actions"]?.items == [])
        #expect(shown.json?["eligible"]?.items?.compactMap { $0["name"]?.text } == ["Omar Haddad"])
        let refused = try await DelegationTests.decide(app, plan, "approve", by: nora)
        #expect(refused.problem == "own-request" && refused.json?["because"]?.text == "succeeded")
        let recalled = try await app.by(nora).post(
            here + "/recall", headers: [.ifMatch: try await app.by(nora).get(here).headers[.eTag] ?? ""])
        #expect(recalled.status == 200)
        let again = try await app.by(nora).post(here + "/submit", headers: [.ifMatch: recalled.headers[.eTag] ?? ""])
        let next = try #require(again.json?["approval"])
        #expect(try await DelegationTests.decide(app, next, "approve", by: app.cast.omar).status == 200)
    }

    @Test func `nobody is made the successor in what only they could decide`() async throws {
        let app = try await TestApp.open()
        let nora = try await app.newcomer("Nora Nolan", in: app.cast.root, as: .buyer, .approver)
        let (_, plan) = try await Story(app: app).submitted()
        #expect(try await end(app, app.cast.omar, by: app.cast.ada).status == 200)
        let alone = try await end(app, app.cast.ana, by: app.cast.ada, try successor(nora))
        #expect(alone.problem == "nobody-else-eligible")
        #expect(alone.json?["steps"]?.items?.first?["approval"] == plan["id"])
        #expect(try await DelegationTests.decide(app, plan, "approve", by: nora).status == 200)
        #expect(try await end(app, app.cast.ana, by: app.cast.ada, try successor(nora)).status == 200)
    }
}
