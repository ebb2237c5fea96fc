import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Metrics
import NIOCore
import PurveyorTesting
import Synchronization
import Testing
@testable import Web

/// A little service of routes that do what the tests need.
struct EdgeFixture {
    let gate = DrainGate()
    let log = RecordedLog()
    let client: RouterClient
    let table: RouteTable

    init(deadline: Duration = .seconds(30), _ add: (Router<AppRequestContext>) -> Void = { _ in }) {
        let world = World(now: { Instant(microseconds: 1_700_000_000_000_000) }, random: { (1, 2) })
        let edge = Edge(world, gate: gate, deadline: deadline)
        let router = edge.router()
        router.get("/things/{id}") { request, context in
            try JSONResponse(["id": try context.pathParameter("id")], version: 1).unlessSeen(by: request)
        }
        router.post("/things") { request, _ in
            let name = try await request.received().decode { $0.string("name") }
            return try JSONResponse.created(["name": name], at: "/things/1", version: 1)
        }
        add(router)
        let responder = edge.responder(for: router)
        table = responder.routes
        client = RouterClient(responder, contract: nil, logger: log.logger)
    }
}

/// A logger that remembers what it was told.
final class RecordedLog: Sendable {
    private let lines = Mutex<[JSONValue]>([])

    var entries: [JSONValue] { lines.withLock { $0 } }

    func entries(_ message: String) -> [JSONValue] { entries.filter { $0["message"]?.text == message } }

    var logger: Logger {
        Logger(label: "test") { label in
            JSONLogHandler(label: label, now: { Instant(microseconds: 0) }) { bytes in
                self.lines.withLock { lines in lines.append((try? JSONParser.parse(Array(bytes.dropLast()))) ?? .string("not JSON")) }
            }
        }
    }
}

@Suite struct EdgeTests {
    @Test func `a request has an id, its own if it is well-formed, and one line in the log`() async throws {
        let service = EdgeFixture()
        let made = try await service.client.get("/things/a")
        #expect(made.headers[.requestID] == "018bcfe5-6800-7001-8000-000000000002")
        let brought = try await service.client.get("/things/b", headers: [.requestID: "caller-0001"])
        #expect(brought.headers[.requestID] == "caller-0001")
        for bad in ["short", "with space 123", "line\u{1}feed0000", String(repeating: "x", count: 65)] {
            #expect(try await service.client.get("/things/c", headers: [.requestID: bad]).headers[.requestID] != bad)
        }
        let lines = service.log.entries("request")
        #expect(lines.count == 6)
        #expect(lines[1]["requestId"]?.text == "caller-0001")
        #expect(lines[1]["route"]?.text == "/things/{id}")
        #expect(lines[1]["method"]?.text == "GET")
        #expect(lines[1]["status"] == .integer(200))
    }

    @Test func `a caller's trace goes on with a step of our own`() async throws {
        let service = EdgeFixture()
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let answer = try await service.client.get("/things/a", headers: [.traceParent: "00-\(trace)-00f067aa0ba902b7-01"])
        #expect(answer.headers[.traceParent] == "00-\(trace)-0000000000000001-01")
        #expect(service.log.entries("request").first?["traceId"]?.text == trace)
        for bad in [
            "00-\(trace)-0000000000000000-01", "ff-\(trace)-00f067aa0ba902b7-01", "00-xyz-00f067aa0ba902b7-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01",
        ] {
            #expect(try await service.client.get("/things/a", headers: [.traceParent: bad]).headers[.traceParent] == nil)
        }
    }

    @Test func `no shared cache keeps an answer and no browser guesses at it`() async throws {
        let answer = try await EdgeFixture().client.get("/things/a")
        #expect(answer.headers[.cacheControl] == "private, no-cache")
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'")
    }

    @Test func `HEAD is GET without a body, OPTIONS says what there is`() async throws {
        let service = EdgeFixture()
        let head = try await service.client.send(.head, "/things/a")
        #expect(head.status == 200 && head.body.isEmpty && head.headers[.eTag] == "\"v1\"")
        let options = try await service.client.send(.options, "/things/a")
        #expect(options.status == 204 && options.headers[.allow] == "GET, HEAD, OPTIONS")
        #expect(try await service.client.send(.options, "/nothing").status == 404)
    }

    @Test func `a captured part of the path has its escapes undone`() async throws {
        #expect(try await EdgeFixture().client.get("/things/10%2F3%20%C3%A9").json?["id"]?.text == "10/3 é")
        #expect(try await EdgeFixture().client.get("/things/%ZZ").problem == "route-not-found")
        #expect(percentDecoded(percentEncoded("10/3 é%ª")) == "10/3 é%ª")
    }

    @Test func `once shutdown has begun new requests are refused and those inside finish`() async throws {
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let service = EdgeFixture { router in
            router.get("/slow") { _, _ in
                enter.yield()
                for await _ in released { break }
                return "done"
            }
        }
        async let slow = service.client.get("/slow")
        for await _ in entered { break }
        service.gate.close()
        let refused = try await service.client.get("/things/a")
        #expect(refused.status == 503 && refused.problem == "shutting-down" && refused.headers[.retryAfter] == "5")
        #expect(service.gate.inFlight == 1)
        async let empty: Void = service.gate.waitUntilEmpty()
        release.yield()
        #expect(try await slow.text == "done")
        await empty
        #expect(service.gate.inFlight == 0)
    }

    @Test func `a request past its deadline is cancelled and answered with 503`() async throws {
        let service = EdgeFixture(deadline: .milliseconds(20)) { router in
            router.get("/never") { _, _ in
                let (stream, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in stream {}
                try Task.checkCancellation()
                return "never"
            }
        }
        let answer = try await service.client.get("/never")
        #expect(answer.status == 503 && answer.problem == "timed-out")
        #expect(service.log.entries("request").last?["problem"]?.text == "timed-out")
    }

    @Test func `requests are timed by route template, so a caller cannot make new series`() async throws {
        let prometheus = Prometheus()
        let router = Router(context: AppRequestContext.self)
        router.add(middleware: RequestMetricsMiddleware(prometheus))
        router.add(middleware: ProblemMiddleware())
        router.get("/things/{id}") { _, _ in "x" }
        let client = RouterClient(router.buildResponder(), contract: nil)
        for path in ["/things/1", "/things/2", "/x", "/y"] { _ = try await client.get(path) }
        let text = prometheus.text()
        #expect(text.contains("http_request_duration_seconds_count{method=\"GET\",route=\"/things/{id}\",status=\"200\"} 2"))
        #expect(text.contains("http_request_duration_seconds_count{method=\"GET\",route=\"none\",status=\"404\"} 2"))
    }
}
