package import NIOCore
package import NIOHTTPTypes

/// Closes a connection on which no head of a request has come whole within a time: from its beginning, and from the end of each answer.
/// The time without any byte is the server's own idle timeout; who sends a head byte by byte is never idle, and would keep a descriptor
/// for ever (CWE-400).
///
/// Its state is touched on the channel's event loop alone.
package final class HeadDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let first: TimeAmount
    private let next: TimeAmount
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - first: for the first request of a connection.
    ///   - next: from an answer to the next request.
    package init(first: TimeAmount, next: TimeAmount) {
        self.first = first
        self.next = next
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(first, context) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        if deadline == nil { start(first, context) }
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) { deadline?.cancel() }
        context.fireChannelRead(data)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        // From when it has left: whoever is slow to read an answer is not slow to ask.
        let left = promise ?? context.eventLoop.makePromise()
        left.futureResult.assumeIsolated().whenComplete { _ in
            if context.channel.isActive { self.start(self.next, context) }
        }
        context.write(data, promise: left)
    }

    private func start(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
