import HTTPTypes
import Hummingbird
import Kernel
import Postgres
import PurveyorTesting
import Testing
@testable import Web

@Suite struct ProblemTests {
    private enum TeapotRefusal: Refusal {
        case kind(RefusalKind)

        var kind: RefusalKind { if case .kind(let kind) = self { kind } else { .conflict } }
        var code: String { "short-and-stout" }
        var sentence: String { "It is a teapot." }
        var facts: [String: Fact] { ["handle": .text("here"), "status": .number(1), "spouts": .list([.number(1), .flag(true)])] }
    }

    private func answer(_ error: any Error, language: String? = nil) async throws -> (RouterAnswer, RecordedLog) {
        let service = EdgeFixture { router in router.get("/fail") { _, _ -> String in throw error } }
        var headers: HTTPFields = [.requestID: "request-1"]
        headers[.acceptLanguage] = language
        return (try await service.client.get("/fail", headers: headers), service.log)
    }

    @Test(
        arguments: [
            (.malformed([]), 400, nil), (.unauthenticated, 401, "www-authenticate: Bearer"), (.forbidden, 403, nil), (.notFound, 404, nil),
            (.conflict, 409, nil),
            (.stale(current: 7), 412, "etag: \"v7\""), (.tooLarge, 413, nil), (.invalid([]), 422, nil), (.preconditionRequired, 428, nil),
            (.tooMany(retryAfterSeconds: 3), 429, "retry-after: 3"), (.unavailable(retryAfterSeconds: 4), 503, "retry-after: 4"),
        ] as [(RefusalKind, Int, String?)])
    func `each kind of refusal has its status`(_ kind: RefusalKind, _ status: Int, _ header: String?) async throws {
        let (answer, log) = try await answer(TeapotRefusal.kind(kind))
        #expect(answer.status == status)
        #expect(answer.problem == "short-and-stout")
        #expect(answer.headers[.contentType] == "application/problem+json")
        if let header {
            #expect(answer.headers.map { "\($0.name.canonicalName): \($0.value)" }.contains(header))
        }
        let errors = log.entries.filter { $0["level"]?.text == "error" }
        #expect(errors.isEmpty)
    }

    @Test func `a problem says what RFC 9457 asks for, and the refusal's facts`() async throws {
        let (answer, _) = try await answer(TeapotRefusal.kind(.invalid([Fault("/a", "odd", "Odd.")])))
        #expect(
            answer.json
                == .object([
                    "type": .string("/problems/short-and-stout"), "title": .string("Short and stout"), "status": .integer(422),
                    "detail": .string("It is a teapot."), "instance": .string("/requests/request-1"),
                    "errors": .array([.object(["pointer": .string("/a"), "code": .string("odd"), "detail": .string("Odd.")])]),
                    "handle": .string("here"), "spouts": .array([.integer(1), .bool(true)]),
                ]))
    }

    @Test(
        arguments: [
            (DatabaseError.connectionLost(unknownOutcome: true), "outcome-unknown", "error"),
            (DatabaseError.connectionLost(unknownOutcome: false), "database-unavailable", "error"),
            (DatabaseError.cannotConnect("secret host"), "database-unavailable", "error"),
            (DatabaseError.poolExhausted, "busy", "warning"), (RetryTransaction(), "busy", "warning"),
            (CancellationError(), "timed-out", "warning"),
        ] as [(any Error, String, String)])
    func `circumstances are 503 with Retry-After and stand in the log once`(_ error: any Error, _ code: String, _ level: String)
        async throws
    {
        let (answer, log) = try await answer(error)
        #expect(answer.status == 503 && answer.problem == code)
        #expect(answer.headers[.retryAfter] != nil)
        #expect(!answer.text.contains("secret"))
        #expect(log.entries.filter { $0["level"]?.text == level }.count == 1)
    }

    @Test func `a fault of ours says nothing but the request's id, and the log has all of it once`() async throws {
        struct Broken: Error { let password = "hunter2" }
        let (answer, log) = try await answer(Broken())
        #expect(answer.status == 500 && answer.problem == "internal-error")
        #expect(!answer.text.contains("hunter2") && answer.text.contains("request-1"))
        let errors = log.entries.filter { $0["level"]?.text == "error" }
        #expect(errors.count == 1)
        #expect(errors.first?["error"]?.text?.contains("hunter2") == true)
        #expect(errors.first?["requestId"]?.text == "request-1")
    }

    @Test func `titles and details come in the caller's language, else in English`() async throws {
        let (chinese, _) = try await answer(WebRefusal.versionRequired, language: "de, zh-Hans-CN;q=0.9, en;q=0.5")
        #expect(chinese.json?["title"]?.text == "需要版本")
        #expect(chinese.headers[.contentLanguage] == "zh-CN")
        let (faults, _) = try await answer(WebRefusal.invalid([Fault("/a", "required", "This is required.")]), language: "zh")
        #expect(faults.json?["errors"]?.items?.first?["detail"]?.text == "此项必填。")
        let (untranslated, _) = try await answer(TeapotRefusal.kind(.conflict), language: "zh-CN")
        #expect(untranslated.json?["detail"]?.text == "It is a teapot.")
        #expect(untranslated.headers[.contentLanguage] == "en")
    }

    @Test(
        arguments: [
            (nil, nil), ("", nil), ("fr", nil), ("en-GB", .english), ("zh", .chinese), ("zh-TW", nil), ("en;q=0.1, zh-CN;q=0.2", .chinese),
            ("zh;q=0", nil), ("zh;q=0.5, *;q=0.8", .english), ("zh;q=7", nil), ("zh;q=abc", nil), ("zh , en", .chinese), (";;,,=", nil),
        ] as [(String?, Language?)])
    func `the best language that there is is taken`(_ header: String?, _ expected: Language?) {
        #expect(Language.preferred(in: header) == expected)
    }

    @Test func `every refusal of Web has its Chinese text`() {
        let all: [WebRefusal] = [
            .malformed([]), .invalid([]), .versionRequired, .idempotencyKeyReused, .requestInProgress,
            .tooManyRequests(retryAfterSeconds: 1),
            .shuttingDown, .timedOut,
        ]
        for refusal in all { #expect(ProblemCatalogue.web.entry(refusal.code, in: .chinese) != nil, "\(refusal.code)") }
    }

    @Test func `an address that there is not, and a method that it has not`() async throws {
        let client = EdgeFixture().client
        let nowhere = try await client.get("/nowhere")
        #expect(nowhere.status == 404 && nowhere.problem == "route-not-found")
        let method = try await client.send(.delete, "/things/a")
        #expect(method.status == 405 && method.problem == "method-not-allowed" && method.headers[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test func `a body that is too large is refused, announced or not`() async throws {
        let client = EdgeFixture().client
        let large = [UInt8](repeating: 0x20, count: Limits.bodyBytes + 1)
        let announced = try await client.send(.post, "/things", body: large)
        #expect(announced.status == 413 && announced.problem == "body-too-large")
        let lied = try await client.send(.post, "/things", headers: [.contentLength: "5"], body: large)
        #expect(lied.status == 413)
    }

    @Test(
        arguments: [
            ("", 400, "malformed-request"), ("{", 400, "malformed-request"), ("[]", 400, "malformed-request"),
            (#"{"name":1}"#, 400, "malformed-request"),
            (#"{"name":"a","x":1}"#, 400, "malformed-request"), (#"{"name":""}"#, 422, "invalid-input"), ("{}", 422, "invalid-input"),
            (#"{"name":"a"}"#, 201, nil),
        ] as [(String, Int, String?)])
    func `bad input is a problem`(_ body: String, _ status: Int, _ code: String?) async throws {
        let answer = try await EdgeFixture().client.post("/things", body)
        #expect(answer.status == status)
        #expect(answer.problem == code)
    }
}
