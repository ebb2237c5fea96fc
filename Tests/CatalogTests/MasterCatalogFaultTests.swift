import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// What the master catalog does not take, and whom it is not for.
@Suite(.database) struct MasterCatalogFaultTests {
    private func put(
        _ app: TestApp, _ code: String, _ attributes: String, version: Int? = nil
    ) async throws -> RouterAnswer {
        var headers: HTTPFields = [:]
        if let version { headers[.ifMatch] = "\"v\(version)\"" }
        return try await app.by(app.cast.stella).send(
            .put, "/v1/categories/\(code)", headers: headers, json: #"{"title": {"en": "X"}, "attributes": [\#(attributes)]}"#)
    }

    private func choice(_ options: String...) -> String {
        let list = options.map { #"{"value": "\#($0)"}"# }.joined(separator: ", ")
        return #"{"name": "finish", "kind": "choice", "options": [\#(list)]}"#
    }

    private func product(_ app: TestApp, _ sku: String, in category: String, _ attributes: String) async throws -> RouterAnswer {
        try await app.by(app.cast.stella).send(
            .put, "/v1/products/\(sku)", json: #"{"name": {"en": "P"}, "category": "\#(category)", "attributes": {\#(attributes)}}"#)
    }

    @Test func `a list price of nothing is none`() async throws {
        let app = try await TestApp.open()
        let before = try await app.database.contents()
        for (amount, code) in [("0", "zeroPrice"), ("0.0000", "zeroPrice"), ("-0.01", "negative")] {
            let body = #"{"name": {"en": "P"}, "listPrices": [{"amount": "\#(amount)", "currency": "EUR"}]}"#
            let one = try await app.by(app.cast.stella).send(.put, "/v1/products/Z-1", json: body)
            #expect(one.faults == ["/listPrices/0/amount \(code)"])
        }
        #expect(try await app.database.contents() == before)
    }

    @Test func `an option that products have stays, and none is there twice`() async throws {
        let app = try await TestApp.open()
        #expect(try await put(app, "98000000", choice("a", "b", "c")).status == 201)
        #expect(try await put(app, "98100000", choice("a", "b")).status == 201)
        #expect(try await product(app, "Z-1", in: "98000000", #""finish": "a""#).status == 201)
        #expect(try await product(app, "Z-2", in: "98100000", #""finish": "b""#).status == 201)
        #expect(
            try await put(app, "98000000", choice("b"), version: 1).faults == ["/attributes/0/options attributeInUse"])
        #expect(try await put(app, "98000000", choice("a", "b", "a"), version: 1).faults == ["/attributes/0/options/2/value givenTwice"])
        // What the category below says of its own products is its matter, and what nobody has may go.
        #expect(try await put(app, "98000000", choice("a"), version: 1).status == 200)
        #expect(try await put(app, "98100000", choice("a"), version: 1).faults == ["/attributes/0/options attributeInUse"])
        let read = try #require(try await app.by(app.cast.stella).get("/v1/products/Z-1").json?.members)
        var again = read
        for name in ["sku", "createdAt", "changedAt"] { again[name] = nil }
        let same = try await app.by(app.cast.stella).send(
            .put, "/v1/products/Z-1", headers: [.ifMatch: "\"v1\""], body: JSONValue.object(again).jsonBytes)
        #expect(same.status == 200, "what is read can be put back")
    }

    @Test(arguments: [
        (#"{"name": "finish", "kind": "flag"}"#, "/attributes/0/kind attributeInUse"),
        (#"{"name": "finish", "kind": "number", "unit": "KGM"}"#, "/attributes/0/kind attributeInUse"),
        (#"{"name": "finish", "kind": "choice", "options": [{"value": "b"}]}"#, "/attributes/0/options attributeInUse"),
        (#"{"name": "finish", "kind": "text"}"#, ""), (#"{"name": "finish", "kind": "choice", "options": [{"value": "a"}]}"#, ""),
    ])
    func `a new definition is held against what products say already`(_ definition: String, _ fault: String) async throws {
        let app = try await TestApp.open()
        #expect(try await put(app, "98000000", "").status == 201)
        #expect(try await product(app, "Z-1", in: "98000000", "").status == 201)
        // As a file may have brought it before the category said anything.
        try await app.database.owner.query(Query<Void>("UPDATE products SET attributes = '{\"finish\": \"a\"}' WHERE sku = 'Z-1'"))
        let answer = try await put(app, "98000000", definition, version: 1)
        #expect(answer.faults == (fault.isEmpty ? [] : [fault]), "\(answer.text)")
        #expect(answer.status == (fault.isEmpty ? 200 : 422))
    }

    @Test(arguments: [
        ("43000000", true), ("43211503", true), ("00000000", false), ("00430000", false), ("43000001", false), ("43001500", false),
        ("10000100", false), ("10100000", true), ("4321150", false), ("432115O3", false),
    ])
    func `a category's code uses its levels from the first on`(_ code: String, _ isOne: Bool) {
        #expect(UNSPSC.isCode(code) == isOne)
    }

    @Test func `what is left out is nobody's successor, and closes no circle with what was there`() async throws {
        let app = try await TestApp.open()
        func save(_ items: String) async throws -> [String] {
            let answer = try await app.by(app.cast.stella).post("/v1/products", #"{"onError": "skip", "items": [\#(items)]}"#)
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json?["items"]?.items?.compactMap { $0["outcome"]?.text } ?? []
        }
        let bad = #""category": "99999999""#
        #expect(
            try await save(#"{"sku": "Z-1", "name": {"en": "Z"}, "successor": "Z-2"}, {"sku": "Z-2", "name": {"en": "Z"}, \#(bad)}"#)
                == ["refused", "refused"])
        #expect(
            try await save(#"{"sku": "Z-1", "name": {"en": "Z"}, "successor": "Z-2"}, {"sku": "Z-2", "name": {"en": "Z"}}"#)
                == ["created", "created"])
        #expect(
            try await save(
                #"{"sku": "Z-2", "name": {"en": "Z"}, "successor": "Z-1"}, {"sku": "Z-1", "name": {"en": "Z"}, \#(bad)}"#)
                == ["refused", "refused"])
    }

    @Test func `there is no category of everything`() async throws {
        let app = try await TestApp.open()
        #expect(try await put(app, "00000000", "").status == 404)
        #expect(try await put(app, "43000001", "").status == 404)
        #expect(try await product(app, "Z-1", in: "00000000", "").faults == ["/category notACategory"])
    }

    @Test func `a program reads the master catalog with a key that is for catalogs, and with no other`() async throws {
        let app = try await TestApp.open()
        func program(_ permission: Permission) async throws -> RouterClient {
            let key = try await app.by(app.cast.rita).post(
                app.path("/api-keys"), #"{"name": "ERP", "permissions": ["\#(permission.rawValue)"]}"#)
            return app.client.bearing(try #require(key.json?["secret"]?.text))
        }
        let (orders, catalogs) = (try await program(.readOrders), try await program(.readCatalog))
        for path in ["/v1/products/NB-100", "/v1/products/NB-100/history", "/v1/categories", "/v1/categories/43211503"] {
            let refused = try await orders.get(path)
            #expect(refused.status == 403 && refused.json?["permission"]?.text == "readCatalog", "\(path)")
            #expect(try await catalogs.get(path).status == 200, "\(path)")
            #expect(try await app.by(app.cast.rita).get(path).status == 200, "\(path)")
        }
    }

    @Test func `circles of successors are found once, however long, and not what only leads into one`() {
        func draft(_ sku: String, _ successor: String?) -> ProductDraft {
            ProductDraft(
                sku: sku, kind: .item, names: ["en": sku], descriptions: [:], manufacturer: nil, manufacturerPartNumber: nil, category: nil,
                unitOfMeasure: "H87", leadTimeDays: nil, lifeCycle: LifeCycle(stated: .active, availableFrom: nil, lastBuyUntil: nil),
                successor: successor, attributes: [:], images: [], documents: [], listPrices: [])
        }
        let none = ProductSurroundings(categories: [], defined: { _ in [:] }, successors: [:])
        func circling(_ drafts: [ProductDraft]) -> Set<String> {
            Set(
                zip(drafts, ProductCheck(drafts, none).faults()).filter { $0.1.contains { $0.code == "successorCircle" } }.map(\.0.sku))
        }
        let length = 20_000
        let chain = (0..<length).map { draft("C-\($0)", $0 + 1 < length ? "C-\($0 + 1)" : nil) }
        #expect(circling(chain).isEmpty)
        let lasso = (0..<length).map { draft("C-\($0)", $0 + 1 < length ? "C-\($0 + 1)" : "C-\(length / 2)") }
        #expect(circling(lasso) == Set((length / 2..<length).map { "C-\($0)" }))
        #expect(circling([draft("A", "A"), draft("B", "A"), draft("C", "D"), draft("D", "C")]) == ["A", "C", "D"])
        let told = ProductCheck(lasso, none).faults().flatMap(\.self)
        #expect(told.allSatisfy { $0.detail.utf8.count < 500 })
    }
}
