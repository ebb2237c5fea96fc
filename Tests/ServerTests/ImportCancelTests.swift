import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// An import can be cancelled until it has ended: what was done of it is undone, whole or nothing.
@Suite(.database) struct ImportCancelTests {
    private func send(_ text: String, _ query: String, by client: RouterClient) async throws -> String {
        let sent = try await client.send(.post, "/v1/imports?\(query)", headers: [.contentType: "text/csv"], json: text)
        return try #require(sent.headers[.location], "\(sent.text)")
    }

    private func products(_ app: TestApp) async throws -> Int {
        try await app.database.owner.query(.one("SELECT count(*) FROM products WHERE sku LIKE 'IC-%'") { try $0.next(Int.self) })
    }

    @Test func `one that waits ends at once, and is never carried out`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send("sku,name.en\nIC-1,One\n", "kind=products", by: stella)
        #expect(try await stella.get(path).json?["actions"]?.items?.map { $0["rel"]?.text } == ["cancel"])
        let cancelled = try await stella.post(path + "/cancel", "{}")
        #expect(cancelled.status == 200 && cancelled.json?["state"]?.text == "cancelled", "\(cancelled.text)")
        #expect(cancelled.json?["cancelledBy"]?["name"]?.text == app.cast.stella.person.name && cancelled.json?["endedAt"] != nil)
        #expect(cancelled.json?["actions"]?.items?.isEmpty == true)
        #expect(try await app.runImports() == false)
        #expect(try await products(app) == 0)
        let again = try await stella.post(path + "/cancel", "{}")
        #expect(again.problem == "import-ended" && again.json?["state"]?.text == "cancelled")
        #expect(try await stella.get(path + "/diff").status == 404)
    }

    @Test func `one that has ended is not cancelled any more; with the key of its cancelling the answer is the same`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send("sku,name.en\nIC-1,One\n", "kind=products", by: stella)
        #expect(try await app.runImports())
        let refused = try await stella.post(path + "/cancel", headers: [.acceptLanguage: "zh"], "{}")
        #expect(refused.status == 409 && refused.problem == "import-ended" && refused.json?["detail"]?.text == "导入已经结束（done），不能再取消。")
        #expect(try await products(app) == 1)
        let waiting = try await send("sku,name.en\nIC-2,Two\n", "kind=products", by: stella)
        let key: HTTPFields = [.idempotencyKey: "cancel-once"]
        let first = try await stella.post(waiting + "/cancel", headers: key, "{}")
        let second = try await stella.post(waiting + "/cancel", headers: key, "{}")
        #expect(first.status == 200 && second.body == first.body && second.headers[.idempotencyReplayed] == "true")
    }

    /// Whoever wants to write products waits for its turn: while the test has it, an import stands still in its middle.
    @Test(.endsSometime) func `one that runs is undone by the instance that has it`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send("sku,name.en\nIC-1,One\n", "kind=products", by: stella)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            try await app.database.owner.holdingUp("products") {
                group.addTask { try await app.runImports() }
                while try await stella.get(path).json?["state"]?.text != "running" {}
                let asked = try await stella.post(path + "/cancel", "{}")
                #expect(asked.json?["state"]?.text == "cancelling" && asked.json?["actions"]?.items?.isEmpty == true)
                #expect(try await stella.post(path + "/cancel", "{}").json?["state"]?.text == "cancelling", "it is under way")
                // Seen at the next renewal of its lease, while it still waits.
                #expect(try await group.next() == true)
            }
        }
        #expect(try await stella.get(path).json?["state"]?.text == "cancelled")
        #expect(try await products(app) == 0)
        #expect(try await app.runImports() == false)
    }

    @Test(.endsSometime) func `cancelled while it runs, it is there whole or not at all, as its state says`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        var states: Set<String> = []
        for round in 1...12 {
            let rows = (1...40).map { "IC-\(round)-\($0),N\n" }.joined()
            let path = try await send("sku,name.en\n" + rows, "kind=products", by: stella)
            async let ran = app.runImports()
            for _ in 0..<(round * 2) { _ = try await stella.get(path) }
            let asked = try await stella.post(path + "/cancel", "{}")
            #expect([200, 409].contains(asked.status), "\(asked.text)")
            _ = try await ran
            try await app.runImports()
            let state = try #require(try await stella.get(path).json?["state"]?.text)
            states.insert(state)
            #expect(state == (asked.status == 200 ? "cancelled" : "done"))
            let there = try await app.database.owner.query(
                .one("SELECT count(*) FROM products WHERE sku LIKE \("IC-\(round)-%")") { try $0.next(Int.self) })
            #expect(there == (state == "done" ? 40 : 0), "\(state)")
        }
        #expect(states.isSubset(of: ["done", "cancelled"]))
    }

    @Test func `one whose instance went away while it was being cancelled ends when its lease is over`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send("sku,name.en\nIC-1,One\n", "kind=products", by: stella)
        let leaseEnd = app.world.now() + .seconds(Limits.importLeaseSeconds)
        try await app.database.owner.query(
            Query<Void>("UPDATE imports SET runner = \(app.world.newUUID()), lease_until = \(leaseEnd), tries = 1"))
        #expect(try await stella.post(path + "/cancel", "{}").json?["state"]?.text == "cancelling")
        #expect(try await app.runImports() == false)
        #expect(try await stella.get(path).json?["state"]?.text == "cancelling")
        app.clock.advance(by: .seconds(Limits.importLeaseSeconds))
        #expect(try await app.runImports() == false)
        #expect(try await stella.get(path).json?["state"]?.text == "cancelled")
        #expect(try await products(app) == 0)
    }

    @Test func `whoever may send in the same may cancel it, and nobody else`() async throws {
        let app = try await TestApp.open()
        let (rita, stella) = (app.by(app.cast.rita), app.by(app.cast.stella))
        let file = "contract,kind,selector,value,amount\nC-000001,fixed,product,NB-100,1000.00\n"
        let prices = try await send(file, "kind=contract-prices&account=\(app.cast.acme.id)", by: rita)
        let products = try await send("sku,name.en\nIC-1,One\n", "kind=products", by: stella)
        #expect(try await stella.post(prices + "/cancel", "{}").status == 404)
        #expect(try await rita.post(products + "/cancel", "{}").status == 404)
        #expect(try await app.by(app.cast.ana).post(products + "/cancel", "{}").problem == "not-staff")
        // Rita's permission is taken away: her own she may still end, and reads that she did.
        try await app.database.owner.query(
            Query<Void>("UPDATE staff SET permissions = '{}' WHERE person_id = \(app.cast.rita.person.id)"))
        #expect(try await rita.post(products + "/cancel", "{}").problem == "staff-permission-missing")
        #expect(try await rita.post(prices + "/cancel", "{}").json?["state"]?.text == "cancelled")
        #expect(try await rita.get(prices).json?["state"]?.text == "cancelled")
        // Somebody else who keeps the catalog ends Stella's.
        try await app.database.owner.query(
            Query<Void>("UPDATE staff SET permissions = '{manageCatalog}' WHERE person_id = \(app.cast.rita.person.id)"))
        let ended = try await rita.post(products + "/cancel", "{}")
        #expect(ended.json?["cancelledBy"]?["name"]?.text == app.cast.rita.person.name, "\(ended.text)")
        #expect(try await stella.get(products).json?["by"]?["name"]?.text == app.cast.stella.person.name)
    }

    @Test func `who writes an account's contracts sees and cancels what their colleagues have sent in for it`() async throws {
        let app = try await TestApp.open()
        let (rita, stella) = (app.by(app.cast.rita), app.by(app.cast.stella))
        let file = "contract,kind,selector,value,amount\nC-000001,fixed,product,NB-100,1000.00\n"
        let prices = try await send(file, "kind=contract-prices&account=\(app.cast.acme.id)", by: rita)
        #expect(try await stella.get(prices).status == 404)
        // She takes Rita's place in the team.
        try await app.database.owner.query(
            Query<Void>(
                """
                UPDATE account_team_members SET person_id = \(app.cast.stella.person.id) WHERE person_id = \(app.cast.rita.person.id)
                """))
        #expect(try await stella.get(prices).json?["state"]?.text == "queued")
        #expect(try await stella.post(prices + "/cancel", "{}").json?["state"]?.text == "cancelled")
    }
}
