import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// The master catalog as the supplier's people keep it over HTTP.
@Suite(.database) struct MasterCatalogTests {
    private let whole = #"""
        {"name": {"en": "Slate 13", "zh-CN": "石板 13"}, "description": {"en": "Thin."}, "manufacturer": "Larkspur",
         "manufacturerPartNumber": "LS-13", "category": "43211503", "unitOfMeasure": "H87", "leadTimeDays": 3, "kind": "item",
         "status": "active", "availableFrom": "2026-01-01", "lastBuyUntil": "2026-12-31", "successor": "NB-110",
         "images": [{"url": "https://img.example/1.png", "text": {"en": "Open", "zh-CN": "打开"}}],
         "documents": [{"kind": "datasheet", "url": "https://doc.example/1.pdf", "title": {"en": "Data sheet"}}],
         "listPrices": [{"amount": "10.00", "currency": "EUR"}, {"amount": "12.50", "currency": "USD"}]}
        """#

    @Test func `what is read can be put back and changes nothing; what differs is a new version`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let made = try await stella.send(.put, "/v1/products/SL-13", json: whole)
        #expect(made.status == 201 && made.headers[.eTag] == "\"v1\"" && made.headers[.location] == "/v1/products/SL-13", "\(made.text)")
        var read = try #require(try await stella.get("/v1/products/SL-13").json?.members)
        #expect(read["listPrices"]?.items?.count == 2 && read["name"]?["zh-CN"]?.text == "石板 13")
        for name in ["sku", "createdAt", "changedAt"] { read[name] = nil }
        let same = try await stella.send(
            .put, "/v1/products/SL-13", headers: [.ifMatch: "\"v1\""], body: JSONValue.object(read).jsonBytes)
        #expect(same.status == 200 && same.headers[.eTag] == "\"v1\"")
        read["listPrices"] = .array([])
        let other = try await stella.send(
            .put, "/v1/products/SL-13", headers: [.ifMatch: "\"v1\""], body: JSONValue.object(read).jsonBytes)
        #expect(other.status == 200 && other.headers[.eTag] == "\"v2\"" && other.json?["listPrices"] == nil)
        #expect(try await stella.send(.put, "/v1/products/SL-13", headers: [.ifMatch: "\"v1\""], json: whole).status == 412)
        #expect(try await stella.send(.put, "/v1/products/SL-13", json: whole).status == 428)
        #expect(try await stella.send(.put, "/v1/products/SL-14", headers: [.ifMatch: "\"v1\""], json: whole).status == 404)
    }

    @Test func `all of the supplier read it; only who has the permission for it, now, writes it`() async throws {
        let app = try await TestApp.open()
        let writes: [(HTTPRequest.Method, String, String)] = [
            (.put, "/v1/products/SL-13", whole), (.put, "/v1/categories/43211700", #"{"title": {"en": "Input"}}"#),
            (.post, "/v1/products", #"{"items": [{"sku": "SL-13", "name": {"en": "Slate"}}]}"#),
        ]
        #expect(try await app.by(app.cast.rita).get("/v1/products/NB-100").status == 200)
        #expect(try await app.by(app.cast.ada).get("/v1/products/NB-100").problem == "not-staff")
        let before = try await app.database.contents()
        for (method, path, body) in writes {
            let ritas = try await app.by(app.cast.rita).send(method, path, json: body)
            #expect(ritas.problem == "staff-permission-missing" && ritas.json?["staffPermission"]?.text == "manageCatalog", "\(path)")
            #expect(try await app.by(app.cast.ada).send(method, path, json: body).problem == "not-staff", "\(path)")
        }
        #expect(try await app.database.contents() == before)
        // Remembered as somebody who may, and past the routes no more.
        _ = try await app.by(app.cast.stella).get("/v1/me")
        try await app.database.owner.query(
            Query<Void>("UPDATE staff SET permissions = '{manageStaff}' WHERE person_id = \(app.cast.stella.person.id)"))
        for (method, path, body) in writes {
            #expect(
                try await app.by(app.cast.stella).send(method, path, json: body).problem == "staff-permission-missing", "\(path)")
        }
    }

    @Test func `a reader sees images and documents in their language`() async throws {
        let app = try await TestApp.open()
        _ = try await app.by(app.cast.stella).send(.put, "/v1/products/SL-13", json: whole)
        let page = try await app.by(app.cast.ana).get(app.path("/catalog/SL-13"), headers: [.acceptLanguage: "zh-CN"])
        #expect(page.json?["images"]?.items?.first?["text"]?.text == "打开")
        #expect(page.json?["documents"]?.items?.first?["title"]?.text == "Data sheet")
        #expect(page.json?["status"]?.text == "lastBuy" && page.json?["lastBuyUntil"]?.text == "2026-12-31")
    }

    @Test func `everything that is wrong with many products is told at once, and nothing is saved`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        let body = #"""
            {"items": [
              {"sku": "A-1", "name": {"en": "A"}, "category": "99999999", "successor": "A-2"},
              {"sku": "A-2", "name": {"en": "B"}, "successor": "A-3", "availableFrom": "2026-02-01", "lastBuyUntil": "2026-01-01"},
              {"sku": "A-3", "name": {"en": "C"}, "successor": "A-1", "attributes": {"memory": "8"}},
              {"sku": "A-4", "name": {"en": "D"}, "successor": "NOWHERE",
               "listPrices": [{"amount": "1", "currency": "EUR"}, {"amount": "2", "currency": "EUR"}]},
              {"sku": "A-4", "name": {"en": "D"}},
              {"sku": "A-5", "name": {"en": "Good"}}
            ]}
            """#
        let answer = try await app.by(app.cast.stella).post("/v1/products", body)
        #expect(answer.status == 422 && answer.problem == "invalid-products")
        #expect(
            Set(answer.faults) == [
                "/items/0/category unknownCategory", "/items/0/successor successorCircle", "/items/1/lastBuyUntil endsBeforeItBegins",
                "/items/1/successor successorCircle", "/items/2/successor successorCircle", "/items/2/attributes/memory unknownAttribute",
                "/items/3/successor unknownSuccessor", "/items/3/listPrices currencyTwice", "/items/4/sku givenTwice",
            ])
        #expect(try await app.database.contents() == before)
        var skipping = try #require(try JSONParser.parse(Array(body.utf8)).members)
        skipping["onError"] = .string("skip")
        let report = try await app.by(app.cast.stella).send(.post, "/v1/products", body: JSONValue.object(skipping).jsonBytes)
        #expect(report.status == 200 && report.json?["created"] == .integer(1) && report.json?["refused"] == .integer(5), "\(report.text)")
        #expect(report.json?["items"]?.items?.first?["errors"]?.items?.first?["pointer"]?.text == "/category")
    }

    @Test func `a circle of successors is found through what the catalog has already`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let chain = #"{"items": [{"sku": "C-1", "name": {"en": "1"}, "successor": "C-2"}, {"sku": "C-2", "name": {"en": "2"}}]}"#
        #expect(try await stella.post("/v1/products", chain).status == 200)
        let closing = try await stella.send(
            .put, "/v1/products/C-2", headers: [.ifMatch: "\"v1\""], json: #"{"name": {"en": "2"}, "successor": "C-1"}"#)
        #expect(closing.faults == ["/successor successorCircle"])
        #expect(closing.json?["errors"]?.items?.first?["detail"]?.text?.contains("C-2, C-1, C-2") == true)
        let itself = try await stella.send(.put, "/v1/products/C-3", json: #"{"name": {"en": "3"}, "successor": "C-3"}"#)
        #expect(itself.faults == ["/successor successorCircle"])
    }

    @Test func `two who close a circle at once do not`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        _ = try await stella.post("/v1/products", #"{"items": [{"sku": "C-1", "name": {"en": "1"}}, {"sku": "C-2", "name": {"en": "2"}}]}"#)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for (sku, next) in [("C-1", "C-2"), ("C-2", "C-1")] {
                group.addTask {
                    let body = #"{"name": {"en": "X"}, "successor": "\#(next)"}"#
                    return try await stella.send(.put, "/v1/products/\(sku)", headers: [.ifMatch: "\"v1\""], json: body).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 422])
    }

    @Test func `an attribute has the kind and unit that the category or one above it says, and a name means one thing`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        func put(_ code: String, _ attributes: String, version: Int? = 1) async throws -> RouterAnswer {
            var headers: HTTPFields = [:]
            if let version { headers[.ifMatch] = "\"v\(version)\"" }
            return try await stella.send(
                .put, "/v1/categories/\(code)", headers: headers, json: #"{"title": {"en": "X"}, "attributes": [\#(attributes)]}"#)
        }
        #expect(try await put("43210000", #"{"name": "weight", "kind": "number", "unit": "KGM"}"#).status == 200)
        let finish = #"{"name": "finish", "kind": "choice", "options": [{"value": "matt"}]}"#
        #expect(try await put("43211503", finish + #", {"name": "touch", "kind": "flag"}"#).status == 200)
        let clash = try await put("81110000", #"{"name": "weight", "kind": "text"}"#)
        #expect(clash.faults == ["/attributes/0/kind definedOtherwise"])
        let page = try await stella.get("/v1/categories/43211503")
        #expect(page.json?["inherited"]?.items?.first?["from"]?.text == "43210000")

        func product(_ attributes: String) async throws -> RouterAnswer {
            let item = #"{"sku": "W-1", "name": {"en": "W"}, "category": "43211503", "attributes": {\#(attributes)}}"#
            return try await stella.post("/v1/products", #"{"items": [\#(item)]}"#)
        }
        let wrong = try await product(#""weight": {"value": "1", "unit": "GRM"}, "finish": "gloss", "touch": "yes", "size": "L""#)
        #expect(
            Set(wrong.faults) == [
                "/items/0/attributes/weight wrongUnit", "/items/0/attributes/finish notAnOption", "/items/0/attributes/touch wrongKind",
                "/items/0/attributes/size unknownAttribute",
            ])
        #expect(try await product(#""weight": {"value": "1.25", "unit": "KGM"}, "finish": "matt", "touch": true"#).status == 200)
        #expect(try await put("43210000", "", version: 2).faults == ["/attributes attributeInUse"])
    }

    @Test func `every change of a product is in its history, with who made it and the state that it left`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        _ = try await stella.send(.put, "/v1/products/SL-13", json: whole)
        _ = try await stella.send(.put, "/v1/products/SL-13", headers: [.ifMatch: "\"v1\""], json: #"{"name": {"en": "Other"}}"#)
        // Whoever writes past the service is recorded too.
        try await app.database.owner.query(Query<Void>("UPDATE products SET manufacturer = 'Elsewhere' WHERE sku = 'SL-13'"))
        let items = try await stella.get("/v1/products/SL-13/history").json?["items"]?.items ?? []
        #expect(items.count == 3)
        #expect(items.map { $0["person"]?.text } == [nil, app.cast.stella.person.id.description, app.cast.stella.person.id.description])
        #expect(items.map { $0["state"]?["manufacturer"]?.text } == ["Elsewhere", nil, "Larkspur"])
        #expect(items.last?["state"]?["listPrices"]?["USD"]?.text == "12.5000")
        let changes = items.compactMap { if case .integer(let number)? = $0["change"] { number } else { nil } }
        #expect(changes == changes.sorted(by: >) && Set(changes).count == 3)
        await #expect(throws: (any Error).self) {
            try await app.database.service.query(Query<Void>("UPDATE catalog_history SET version = 9"))
        }
    }

    @Test func `only the supplier's people keep the master catalog`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        for person in app.cast.members.values {
            let client = app.by(person)
            for path in ["/v1/products/NB-100", "/v1/products/NB-100/history", "/v1/categories", "/v1/categories/43211503"] {
                #expect(try await client.get(path).problem == "not-staff")
            }
            #expect(try await client.post("/v1/products", #"{"items": [{"sku": "X", "name": {"en": "X"}}]}"#).problem == "not-staff")
            #expect(try await client.send(.put, "/v1/products/X", json: #"{"name": {"en": "X"}}"#).problem == "not-staff")
            #expect(try await client.send(.put, "/v1/categories/43210000", json: #"{"title": {"en": "X"}}"#).problem == "not-staff")
        }
        #expect(try await app.database.contents() == before)
    }
}
