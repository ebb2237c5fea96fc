internal import HTTPTypes
package import Hummingbird
internal import Logging

/// One line for each request when it has been answered. The path itself is not in it: it may hold what somebody searched for.
package struct RequestLogMiddleware: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        guard context.logger.logLevel <= .info else { return response }
        var metadata: Logger.Metadata = [
            "method": .string(request.method.rawValue),
            "route": .string(context.endpointPath ?? "none"),
            "status": .stringConvertible(response.status.code),
            "milliseconds": .stringConvertible(context.started.elapsedMicroseconds / 1000),
        ]
        if let principal = context.notes.principal { metadata["principal"] = .string(principal) }
        if let account = context.notes.account { metadata["account"] = .string(account) }
        if let problem = context.notes.problem { metadata["problem"] = .string(problem) }
        context.logger.info("request", metadata: metadata)
        return response
    }
}

extension ContinuousClock.Instant {
    var elapsedMicroseconds: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - self).components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
