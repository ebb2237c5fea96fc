internal import HTTPTypes
package import Hummingbird

/// Refuses new requests once shutdown has begun: 503, and on another connection next time. Those inside finish.
package struct DrainMiddleware: RouterMiddleware {
    private let gate: DrainGate

    package init(_ gate: DrainGate) {
        self.gate = gate
    }

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        guard gate.enter() else { throw WebRefusal.shuttingDown }
        defer { gate.leave() }
        return try await next(request, context)
    }
}
