package import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A small HTTP/1.1 client for this machine: the demonstration, the bench and the tests that kill the service. Plain text, one connection
/// kept alive, one request at a time on it; for more at once make more clients.
package final class LoopbackClient: Sendable {
    private let host: String
    private let port: Int
    private let timeout: TimeAmount
    private let group: any EventLoopGroup
    private let connection = Mutex<(any Channel)?>(nil)

    package init(
        host: String = "127.0.0.1", port: Int, timeout: Duration = .seconds(30),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.host = host
        self.port = port
        self.timeout = TimeAmount(timeout)
        self.group = group
    }

    /// - Throws: `LoopbackError`; a status of 400 and above is an answer, not an error. Cancelling the task closes the connection.
    package func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> LoopbackAnswer {
        let channel = try await connected()
        var fields = HTTPHeaders(headers)
        fields.replaceOrAdd(name: "Host", value: "\(host):\(port)")
        if !body.isEmpty || method == "POST" { fields.replaceOrAdd(name: "Content-Length", value: String(body.count)) }
        if !body.isEmpty, !fields.contains(name: "Content-Type") { fields.add(name: "Content-Type", value: "application/json") }
        let promise = channel.eventLoop.makePromise(of: LoopbackAnswer.self)
        let exchange = LoopbackExchange(
            head: HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields),
            body: ByteBuffer(bytes: body),
            answer: promise)
        let deadline = channel.eventLoop.scheduleTask(in: timeout) {
            promise.fail(LoopbackError.timedOut)
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        return try await withTaskCancellationHandler {
            channel.writeAndFlush(exchange).cascadeFailure(to: promise)
            do {
                return try await promise.futureResult.get()
            } catch is ChannelError, is IOError {
                throw LoopbackError.connectionLost
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    package func close() async {
        let channel = connection.withLock { channel in
            defer { channel = nil }
            return channel
        }
        try? await channel?.close()
    }

    private func connected() async throws -> any Channel {
        if let channel = connection.withLock({ $0 }), channel.isActive { return channel }
        do {
            let channel = try await ClientBootstrap(group: group)
                .connectTimeout(timeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(LoopbackHandler())
                    }
                }
                .connect(host: host, port: port).get()
            connection.withLock { $0 = channel }
            return channel
        } catch {
            throw LoopbackError.cannotConnect("\(error)")
        }
    }
}

package struct LoopbackAnswer: Sendable {
    package let status: Int
    /// Names in lower case; of a repeated header the last.
    package let headers: [String: String]
    package let body: [UInt8]

    /// Nil where the body is not JSON.
    package var json: JSONValue? { try? JSONParser.parse(body) }
}

package enum LoopbackError: Error, Equatable {
    case cannotConnect(String)
    /// The connection ended before the answer did: the request may have been carried out or not.
    case connectionLost
    case timedOut
    /// Another request is under way on this client.
    case busy
}
