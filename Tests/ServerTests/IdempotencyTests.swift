import HTTPTypes
import PurveyorTesting
import Quotes
import Testing
import Web

/// Product.md rule 21 as a caller meets it: a request sent again with its key happens once, however many send it and however it ends.
@Suite(.database) struct IdempotencyTests {
    private let body = #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": "2"}]}"#

    private func atOnce(_ count: Int, _ send: @escaping @Sendable () async throws -> RouterAnswer) async throws -> [RouterAnswer] {
        try await withThrowingTaskGroup(of: RouterAnswer.self) { group in
            for _ in 0..<count { group.addTask { try await send() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// One of the answers is the first; the others are the same again, or say that it is still being worked on.
    private func expectOnce(_ answers: [RouterAnswer], status: Int) throws -> RouterAnswer {
        let done = answers.filter { $0.status == status }
        let others = answers.filter { $0.status != status }
        #expect(others.allSatisfy { $0.status == 409 && $0.problem == "request-in-progress" }, "\(others.map { $0.problem ?? $0.text })")
        #expect(done.count { $0.headers[.idempotencyReplayed] == nil } == 1)
        #expect(Set(done.map(\.body)).count == 1)
        #expect(Set(done.map { $0.headers[.location] }).count == 1 && Set(done.map { $0.headers[.eTag] }).count == 1)
        return try #require(done.first)
    }

    @Test func `many who create with one key at once make one document`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let (path, body) = (app.path("/quotes"), body)
        let first = try expectOnce(
            try await atOnce(24) { try await ana.post(path, headers: [.idempotencyKey: "once"], body) }, status: 201)
        let again = try await ana.post(path, headers: [.idempotencyKey: "once"], body)
        #expect(again.status == 201 && again.body == first.body && again.headers[.idempotencyReplayed] == "true")
        #expect(try await ana.get(path).json?["items"]?.items?.count == 1)
        #expect(try await Desk(app).eventKinds().count { $0 == "quoteCreated" } == 1)
    }

    @Test func `the same key for another body, address or version is refused, and changes nothing`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        let key: HTTPFields = [.idempotencyKey: "once"]
        let quote = try #require(try await ana.post(app.path("/quotes"), headers: key, body).json?["number"]?.text)
        let before = try await app.database.contents()
        let versioned: HTTPFields = [.idempotencyKey: "once", .ifMatch: "\"v1\""]
        let others = [
            try await ana.post(app.path("/quotes"), headers: key, #"{"name": "Tables"}"#),
            try await ana.post(app.path("/quotes"), headers: key, body + " "),
            try await ana.post(app.path("/quotes/\(quote)/submit"), headers: versioned),
        ]
        for answer in others { #expect(answer.status == 422 && answer.problem == "idempotency-key-reused") }
        #expect(try await app.database.contents() == before)
    }

    @Test func `many who order with one key at once place one order, and none is told of a change that was their own`() async throws {
        let desk = try await Desk.open()
        let (app, quote) = (desk.app, try await desk.approvedQuote().quote)
        let ana = app.by(app.cast.ana)
        let path = app.path("/quotes/\(quote.number)/order")
        let headers: HTTPFields = [.idempotencyKey: "once", .ifMatch: "\"v\(quote.version)\""]
        let first = try expectOnce(try await atOnce(24) { try await ana.post(path, headers: headers) }, status: 201)
        let again = try await ana.post(path, headers: headers)
        #expect(again.body == first.body && again.headers[.idempotencyReplayed] == "true")
        // Without the key it is a new request, for what has been done.
        #expect(try await ana.post(path, headers: [.ifMatch: "\"v\(quote.version)\""]).status == 409)
        #expect(try await ana.get(app.path("/orders")).json?["items"]?.items?.count == 1)
    }

    @Test func `a refused request is not remembered: with the same key it may succeed later`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let ana = app.by(app.cast.ana)
        let quote = try await desk.quote()
        let headers: HTTPFields = [.idempotencyKey: "soon", .ifMatch: "\"v2\""]
        #expect(try await ana.post(app.path("/quotes/\(quote.number)/submit"), headers: headers).status == 412)
        _ = try await desk.edited(quote, .describe(name: "Chairs", poNumber: .keep, notes: .keep), by: app.caller(app.cast.ana))
        let answer = try await ana.post(app.path("/quotes/\(quote.number)/submit"), headers: headers)
        #expect(answer.status == 200 && answer.headers[.idempotencyReplayed] == nil)
    }
}
