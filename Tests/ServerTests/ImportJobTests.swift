import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Files that are sent in over HTTP: acknowledged when they are kept, carried out once, and told of to whom they concern.
@Suite(.database) struct ImportJobTests {
    private let products = "sku,name.en,listPrice.EUR\nIJ-1,One,10.00\nIJ-2,Two,20.00\n"

    private func send(
        _ text: String, _ query: String, by client: RouterClient, headers: HTTPFields = [:]
    ) async throws -> RouterAnswer {
        var headers = headers
        headers[.contentType] = "text/csv"
        return try await client.send(.post, "/v1/imports?\(query)", headers: headers, json: text)
    }

    @Test func `a file is acknowledged, carried out, and read of; who sent it in stands in the catalog's history`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let sent = try await send(products, "kind=products", by: stella)
        #expect(sent.status == 202 && sent.json?["state"]?.text == "queued")
        let path = try #require(sent.headers[.location])
        #expect(try await stella.get(path + "/diff").problem == "import-not-finished")
        #expect(try await app.runImports())
        #expect(try await app.runImports() == false)
        let job = try await stella.get(path).json
        #expect(job?["state"]?.text == "done" && job?["kept"] == .bool(true) && job?["encoding"]?.text == "UTF-8")
        #expect(job?["lines"]?["added"] == .integer(2) && job?["progress"]?["lines"] == .integer(2))
        #expect(job?["actions"]?.items?.map { $0["rel"]?.text } == ["refused", "report", "diff"])
        #expect(try await stella.get(path + "/diff").text.contains("IJ-1,added"))
        let history = try await stella.get("/v1/products/IJ-1/history").json
        #expect(history?["items"]?.items?.first?["person"]?.text == app.cast.stella.person.id.description, "\(String(describing: history))")
        #expect(try await stella.get("/v1/imports").json?["items"]?.items?.count == 1)
        #expect(try await stella.get("/v1/imports?kind=categories").json?["items"]?.items?.count == 0)
    }

    @Test func `a dry run keeps nothing; what was refused comes back to be corrected`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let dry = try #require(try await send(products, "kind=products&dryRun=true", by: stella).headers[.location])
        app.clock.advance(by: .seconds(1))
        let bad = try #require(
            try await send(products + "IJ 3,Three,\nIJ-4,Four,5\n", "kind=products&onError=skip", by: stella).headers[.location])
        let failing = try #require(try await send("sku,nonsense\n", "kind=products", by: stella).headers[.location])
        #expect(try await app.runImports())
        #expect(try await stella.get(dry).json?["kept"] == .bool(false))
        #expect(try await stella.get("/v1/products/IJ-1").status == 404)
        while try await app.runImports() {}
        #expect(try await stella.get(bad).json?["lines"]?["refused"] == .integer(1))
        let refused = try await stella.get(bad + "/refused").text
        #expect(refused.hasPrefix("sku,name.en,listPrice.EUR,refused\r\nIJ 3,Three,,"), "\(refused)")
        #expect(try await stella.get(bad + "/report").text.contains("4,sku,"))
        let corrected = try await send(refused.replacing("IJ 3", with: "IJ-3"), "kind=products", by: stella)
        #expect(try await app.runImports())
        #expect(try await stella.get(try #require(corrected.headers[.location])).json?["lines"]?["added"] == .integer(1))
        let failed = try await stella.get(failing).json
        #expect(failed?["state"]?.text == "failed" && failed?["failure"]?.text?.contains("nonsense") == true)
    }

    @Test func `contract prices are the account manager's, whose name stands in the account's events`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let file = "contract,kind,selector,value,amount\nC-000001,fixed,product,NB-100,1000.00\n"
        let query = "kind=contract-prices&account=\(app.cast.acme.id)&publish=true"
        let sent = try await send(file, query, by: rita)
        #expect(sent.status == 202, "\(sent.text)")
        #expect(try await app.runImports())
        let path = try #require(sent.headers[.location])
        let job = try await rita.get(path).json
        #expect(job?["contracts"]?.items?.first?["state"]?.text == "published", "\(String(describing: job))")
        let events = try await app.by(app.cast.ada).get(app.path("/events?limit=200")).json?["items"]?.items
        let event = events?.last { $0["kind"]?.text == "contractPublished" }
        #expect(event?["actor"]?["person"]?.text == app.cast.rita.person.id.description, "\(String(describing: event))")
        #expect(try await app.by(app.cast.stella).get(path).status == 404, "prices of an account that is not hers")
        #expect(try await send(file, "kind=contract-prices&account=\(app.cast.rival.id)", by: rita).status == 404)
        #expect(try await send(file, "kind=contract-prices", by: rita).faults == ["?account required"])
        let strange = "kind=products&publish=true&account=\(app.cast.acme.id)"
        #expect(try await send(file, strange, by: app.by(app.cast.stella)).faults == ["?account notHere", "?publish notHere"])
        #expect(try await send(file, query, by: app.by(app.cast.ada)).problem == "not-staff")
        #expect(try await send(products, "kind=products", by: rita).problem == "staff-permission-missing")
    }

    @Test func `what somebody may do is asked when the file is carried out`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let sent = try await send(products, "kind=products", by: stella)
        try await app.database.owner.query(
            Query<Void>(
                """
                UPDATE staff SET permissions = array_remove(permissions, 'manageCatalog') WHERE person_id = \(app.cast.stella.person.id)
                """))
        #expect(try await app.runImports())
        let path = try #require(sent.headers[.location])
        let own = try await stella.get(path).json
        #expect(own?["state"]?.text == "failed" && own?["failure"]?.text?.contains("manageCatalog") == true, "\(String(describing: own))")
        #expect(own?["actions"]?.items?.isEmpty == true && own?["lines"] == nil)
        #expect(try await stella.get("/v1/imports").json?["items"]?.items?.count == 1)
        #expect(try await stella.get(path + "/report").status == 404)
        #expect(try await app.by(app.cast.rita).get(path).status == 404)
        let there = try await app.database.owner.query(
            .one("SELECT count(*) FROM products WHERE sku LIKE 'IJ-%'") { try $0.next(Int.self) })
        #expect(there == 0)
    }

    @Test func `many instances carry each job out once`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        for number in 1...6 { _ = try await send("sku,name.en\nIJ-\(number),N\n", "kind=products", by: stella) }
        let ran = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 { group.addTask { try await app.runImports() } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ran == 6)
        let tries = try await app.database.owner.query(.all("SELECT tries FROM imports WHERE result = 'done'") { try $0.next(Int.self) })
        #expect(tries == [1, 1, 1, 1, 1, 1])
    }

    @Test func `a job whose instance was killed is taken up by another when its lease is over`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let path = try #require(try await send(products, "kind=products", by: stella).headers[.location])
        let leaseEnd = app.world.now() + .seconds(Limits.importLeaseSeconds)
        try await app.database.owner.query(
            Query<Void>("UPDATE imports SET runner = \(app.world.newUUID()), lease_until = \(leaseEnd), tries = 1"))
        #expect(try await stella.get(path).json?["state"]?.text == "running")
        #expect(try await app.runImports() == false)
        app.clock.advance(by: .seconds(Limits.importLeaseSeconds))
        #expect(try await stella.get(path).json?["state"]?.text == "queued")
        #expect(try await app.runImports())
        #expect(try await stella.get(path).json?["state"]?.text == "done")
    }

    @Test func `sent again with its key it is one job; with another file it is refused`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let key: HTTPFields = [.idempotencyKey: "once"]
        let first = try await send(products, "kind=products", by: stella, headers: key)
        let again = try await send(products, "kind=products", by: stella, headers: key)
        #expect(again.body == first.body && again.headers[.idempotencyReplayed] == "true")
        #expect(try await send(products + "\n", "kind=products", by: stella, headers: key).problem == "idempotency-key-reused")
        let kept = try await app.database.owner.query(.one("SELECT count(*) FROM imports") { try $0.next(Int.self) })
        #expect(kept == 1)
    }

    @Test func `of a file of more than a chunk every byte comes through; one beyond the limit is refused`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let padding = String(repeating: "x", count: 3000)
        let rows = (1...900).map { "IJ-\($0),N,\(padding)\n" }.joined()
        let chunked: HTTPFields = [.transferEncoding: "chunked"]
        let sent = try await send("sku,name.en,description.en\n" + rows, "kind=products", by: stella, headers: chunked)
        #expect(sent.status == 202)
        #expect(try await app.runImports())
        #expect(try await stella.get(try #require(sent.headers[.location])).json?["lines"]?["added"] == .integer(900))
        let announced: HTTPFields = [.contentLength: "\(Limits.importBytes + 1)"]
        #expect(try await send(products, "kind=products", by: stella, headers: announced).status == 413)
        #expect(try await send("", "kind=products", by: stella).status == 400)
        let wrong = try await stella.post("/v1/imports?kind=products", "{}")
        #expect(wrong.status == 415 && wrong.headers[.accept] == "text/csv, application/gzip, application/x-gzip")
        #expect(wrong.json?["detail"]?.text?.contains("text/csv") == true)
        let chinese = try await stella.post("/v1/imports?kind=products", headers: [.acceptLanguage: "zh"], "{}")
        #expect(chinese.json?["detail"]?.text == "Content-Type 须说明请求内容的类型；此处接受：text/csv, application/gzip, application/x-gzip。")
    }
}
