import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// A job is somebody's by a lease: who works on it keeps it, who has lost it undoes what they did, and nobody tries for ever.
@Suite(.database) struct ImportLeaseTests {
    private func send(by client: RouterClient) async throws -> String {
        let sent = try await client.send(
            .post, "/v1/imports?kind=products", headers: [.contentType: "text/csv"], json: "sku,name.en\nIL-1,One\n")
        return try #require(sent.headers[.location], "\(sent.text)")
    }

    private func products(_ app: TestApp) async throws -> Int {
        try await app.database.owner.query(.one("SELECT count(*) FROM products WHERE sku LIKE 'IL-%'") { try $0.next(Int.self) })
    }

    private func number(_ sql: SQL, _ app: TestApp) async throws -> Int {
        try await app.database.owner.query(.one(sql) { try $0.next(Int.self) })
    }

    @Test(.endsSometime) func `who works on a job renews its lease, so that nobody takes it however long it lasts`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send(by: stella)
        func leaseEnd() async throws -> Instant? {
            try await app.database.owner.query(.one("SELECT lease_until FROM imports") { try $0.next(Instant?.self) })
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            try await app.database.owner.holdingUp("products") {
                group.addTask { try await app.runImports() }
                while try await stella.get(path).json?["state"]?.text != "running" {}
                let first = try #require(try await leaseEnd())
                app.clock.advance(by: .seconds(Limits.importLeaseSeconds - 1))
                while try await leaseEnd() == first {}
                app.clock.advance(by: .seconds(Limits.importLeaseSeconds - 1))
                #expect(app.world.now() > first)
                #expect(try await app.runImports() == false)
                #expect(try await stella.get(path).json?["state"]?.text == "running")
            }
            #expect(try await group.next() == true)
        }
        #expect(try await stella.get(path).json?["state"]?.text == "done")
        #expect(try await number("SELECT tries FROM imports", app) == 1)
    }

    @Test(.endsSometime, arguments: [true, false])
    func `who has lost the lease undoes what they did, in the middle or at the end`(inTheMiddle: Bool) async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try await send(by: stella)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            try await app.database.owner.holdingUp("products") {
                group.addTask { try await app.runImports() }
                while try await stella.get(path).json?["state"]?.text != "running" {}
                // Another has taken it.
                try await app.database.service.transaction([Setting("app.runs_imports", true)]) { transaction in
                    transaction.enqueue(Query<Void>("UPDATE imports SET runner = \(app.world.newUUID())"))
                }
                if inTheMiddle { #expect(try await group.next() == true) }
            }
            if !inTheMiddle { #expect(try await group.next() == true) }
        }
        #expect(try await products(app) == 0)
        #expect(try await stella.get(path).json?["state"]?.text == "running")
        app.clock.advance(by: .seconds(2 * Limits.importLeaseSeconds))
        #expect(try await app.runImports())
        #expect(try await stella.get(path).json?["state"]?.text == "done")
        #expect(try await products(app) == 1)
        #expect(try await stella.get("/v1/products/IL-1").headers[.eTag] == "\"v1\"")
    }

    @Test func `a job that was begun five times without coming to its end is given up, and says so`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let last = try await send(by: stella)
        try await app.database.owner.query(Query<Void>("UPDATE imports SET tries = \(Limits.importTries - 1)"))
        #expect(try await app.runImports())
        #expect(try await stella.get(last).json?["state"]?.text == "done", "the fifth time it may succeed")
        let path = try await send(by: stella)
        try await app.database.owner.query(
            Query<Void>("UPDATE imports SET tries = \(Limits.importTries), lease_until = \(app.world.now()) WHERE ended_at IS NULL"))
        #expect(try await app.runImports())
        let job = try await stella.get(path).json
        #expect(job?["state"]?.text == "failed" && job?["failure"]?.text == "It was tried 5 times and never came to its end.")
        #expect(job?["actions"]?.items?.isEmpty == true)
    }

    @Test func `files that came in go after seven days, those that were written after thirty; what became of it stays`() async throws {
        let app = try await TestApp.open()
        let path = try await send(by: app.by(app.cast.stella))
        #expect(try await app.runImports())
        func kept() async throws -> [Int] {
            try await app.clearImports()
            return [
                try await number("SELECT count(*) FROM import_chunks", app), try await number("SELECT count(*) FROM import_outputs", app),
            ]
        }
        app.clock.advance(by: .seconds(Limits.importInputDays * 86_400))
        #expect(try await kept() == [1, 3])
        app.clock.advance(by: .seconds(1))
        #expect(try await kept() == [0, 3])
        var stella = try await app.signIn(app.cast.stella)
        #expect(try await stella.get(path + "/diff").text.contains("IL-1,added"))
        app.clock.advance(by: .seconds((Limits.importOutputDays - Limits.importInputDays) * 86_400))
        #expect(try await kept() == [0, 0])
        stella = try await app.signIn(app.cast.stella)
        let job = try await stella.get(path).json
        #expect(job?["state"]?.text == "done" && job?["lines"]?["added"] == .integer(1))
        #expect(job?["actions"]?.items?.isEmpty == true)
        #expect(try await stella.get(path + "/diff").status == 404)
    }

    @Test func `what was begun and never came whole is forgotten after an hour`() async throws {
        let app = try await TestApp.open()
        _ = try await send(by: app.by(app.cast.stella))
        try await app.database.owner.query(Query<Void>("UPDATE imports SET ready_at = NULL"))
        #expect(try await app.runImports() == false)
        app.clock.advance(by: .seconds(3601))
        try await app.clearImports()
        #expect(try await number("SELECT count(*) FROM imports", app) == 0)
    }
}
