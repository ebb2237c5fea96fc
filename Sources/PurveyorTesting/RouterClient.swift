package import HTTPTypes
package import Hummingbird
package import Logging
internal import NIOCore
package import Testing
package import Web

/// Sends requests straight to the router: no socket, the same middlewares and routes. Every answer is held against the contract; one that
/// is not as `openapi.yaml` says is recorded as an issue of the running test.
package struct RouterClient: Sendable {
    private let respond: @Sendable (Request, AppRequestContext) async throws -> Response
    private let logger: Logger
    private let contract: OpenAPIContract?
    /// Sent with every request unless it says otherwise.
    package var headers: HTTPFields = [:]

    /// - Parameter contract: nil for routes that are no part of the service.
    package init(
        _ responder: some HTTPResponder<AppRequestContext>, contract: OpenAPIContract? = .shared,
        logger: Logger = RouterClient.quietLogger
    ) {
        respond = { try await responder.respond(to: $0, context: $1) }
        self.contract = contract
        self.logger = logger
    }

    /// Says nothing short of a catastrophe. Not the handler that does nothing: that one forgets metadata, where the request's id is kept.
    package static var quietLogger: Logger {
        Logger(label: "test") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .critical
            return handler
        }
    }

    /// The same client with a session token or an API key.
    package func bearing(_ token: String) -> RouterClient {
        var copy = self
        copy.headers[.authorization] = "Bearer \(token)"
        return copy
    }

    /// - Parameter meanwhile: what happens when the head and the first byte of the body have been sent, and no more.
    package func send(
        _ method: HTTPRequest.Method, _ path: String, headers more: HTTPFields = [:], body: [UInt8] = [],
        meanwhile: (@Sendable () async throws -> Void)? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        var fields = headers
        for field in more { fields[field.name] = field.value }
        if !body.isEmpty, !fields.contains(.contentType) { fields[.contentType] = "application/json" }
        if !body.isEmpty, !fields.contains(.contentLength), !fields.contains(.transferEncoding) {
            fields[.contentLength] = String(body.count)
        }
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
        let sent: RequestBody =
            if let meanwhile { .init(asyncSequence: InterruptedBody(bytes: body, meanwhile: meanwhile)) } else {
                .init(buffer: ByteBuffer(bytes: body))
            }
        let request = Request(head: head, body: sent)
        let response = try await respond(request, AppRequestContext(logger: logger))
        let collector = BodyCollector()
        try await response.body.write(collector)
        let answer = RouterAnswer(status: response.status.code, headers: response.headers, body: collector.bytes)
        contract?.judge(
            OpenAPIContract.Exchange(
                method: method, target: path, requestHeaders: fields, requestBody: body, status: answer.status, headers: answer.headers,
                body: answer.body),
            at: location)
        return answer
    }

    package func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], json: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        try await send(method, path, headers: headers, body: Array(json.utf8), at: location)
    }

    package func get(
        _ path: String, headers: HTTPFields = [:], at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        try await send(.get, path, headers: headers, at: location)
    }

    package func post(
        _ path: String, headers: HTTPFields = [:], _ json: String = "", at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        try await send(.post, path, headers: headers, json: json, at: location)
    }
}

/// What came back, in full.
package struct RouterAnswer: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]

    /// Nil where the body is not JSON.
    package var json: JSONValue? { try? JSONParser.parse(body) }
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The code of the problem, if it is one.
    package var problem: String? {
        guard headers[.contentType] == "application/problem+json" else { return nil }
        return json?["type"]?.text.map { String($0.dropFirst("/problems/".count)) }
    }

    /// `pointer code` of each fault of the problem.
    package var faults: [String] {
        (json?["errors"]?.items ?? []).map { "\($0["pointer"]?.text ?? "?") \($0["code"]?.text ?? "?")" }
    }
}

/// A body of which something happens before all of it has come.
private struct InterruptedBody: AsyncSequence, Sendable {
    let bytes: [UInt8]
    let meanwhile: @Sendable () async throws -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: InterruptedBody
        var hasBegun = false
        var hasEnded = false

        mutating func next() async throws -> ByteBuffer? {
            if hasEnded { return nil }
            if hasBegun {
                try await body.meanwhile()
                hasEnded = true
                return ByteBuffer(bytes: body.bytes.dropFirst())
            }
            hasBegun = true
            return ByteBuffer(bytes: body.bytes.prefix(1))
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}

private final class BodyCollector: ResponseBodyWriter {
    var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws {
        bytes += buffer.readableBytesView
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
