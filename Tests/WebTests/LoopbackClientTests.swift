import Hummingbird
import Kernel
import Logging
import NIOCore
import ServiceLifecycle
import Testing
@testable import Web

@Suite struct LoopbackClientTests {
    /// Serves on a free port while `body` runs.
    private func withService(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let edge = Edge(.live, deadline: .milliseconds(500))
        let router = edge.router()
        router.get("/hello") { request, _ in request.headers[.accept] ?? "nothing" }
        router.post("/echo") { request, context in
            let received = try await request.received()
            return JSONResponse(
                status: .ok, headers: [.contentType: received.headers[.contentType] ?? "none"], body: Array(received.body.readableBytesView)
            )
        }
        router.get("/never") { _, _ in
            let (stream, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in stream {}
            try Task.checkCancellation()
            return "never"
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: edge.responder(for: router),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let group = ServiceGroup(
            configuration: .init(services: [application], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                try await body(port)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `requests go out and answers come back over a real socket, again and again`() async throws {
        try await withService { port in
            let client = LoopbackClient(port: port)
            for number in 0..<20 {
                let answer = try await client.send("POST", "/echo", body: Array(#"{"n":\#(number)}"#.utf8))
                #expect(answer.status == 200 && answer.json?["n"] == .integer(number))
                #expect(answer.headers["content-type"] == "application/json")
            }
            #expect(try await client.send("GET", "/hello", headers: [("Accept", "text/x")]).body == Array("text/x".utf8))
            #expect(try await client.send("GET", "/nowhere").json?["type"]?.text == "/problems/route-not-found")
            #expect(try await client.send("HEAD", "/hello").body.isEmpty)
            let large = [UInt8](repeating: UInt8(ascii: "x"), count: Limits.bodyBytes)
            #expect(try await client.send("POST", "/echo", body: large).body.count == large.count)
            await client.close()
            #expect(try await client.send("GET", "/hello").status == 200)
            await client.close()
        }
    }

    @Test func `an answer that does not come is given up, and the next request has a connection of its own`() async throws {
        try await withService { port in
            let client = LoopbackClient(port: port, timeout: .milliseconds(500))
            await #expect(throws: LoopbackError.timedOut) { try await client.send("GET", "/never") }
            let next = try await LoopbackClient(port: port).send("GET", "/hello")
            #expect(next.status == 200)
            await client.close()
        }
    }

    @Test func `where nobody listens there is no connection`() async throws {
        // Port 1 (tcpmux) needs a privilege to be listened on and nobody has used it for decades.
        let client = LoopbackClient(port: 1, timeout: .seconds(2))
        await #expect { _ = try await client.send("GET", "/") } throws: {
            if case LoopbackError.cannotConnect = $0 { true } else { false }
        }
    }
}
