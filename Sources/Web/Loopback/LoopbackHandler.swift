internal import NIOCore
internal import NIOHTTP1

/// A request on its way, and where its answer goes.
struct LoopbackExchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
    let answer: EventLoopPromise<LoopbackAnswer>
}

/// Puts the parts of an answer together and gives them to the one who asked.
final class LoopbackHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = LoopbackExchange
    typealias OutboundOut = HTTPClientRequestPart

    private var exchange: LoopbackExchange?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let next = unwrapOutboundIn(data)
        guard exchange == nil else {
            next.answer.fail(LoopbackError.busy)
            promise?.succeed()
            return
        }
        exchange = next
        context.write(wrapOutboundOut(.head(next.head)), promise: nil)
        if next.body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(next.body))), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += buffer.readableBytesView
        case .end:
            guard let head, let exchange else { return }
            let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { _, last in last }
            let answer = LoopbackAnswer(status: Int(head.status.code), headers: headers, body: body)
            self.exchange = nil
            self.head = nil
            body = []
            if !head.isKeepAlive { context.close(promise: nil) }
            exchange.answer.succeed(answer)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail()
        context.close(promise: nil)
    }

    private func fail() {
        exchange?.answer.fail(LoopbackError.connectionLost)
        exchange = nil
    }
}
