package import Hummingbird
internal import HTTPTypes
package import Metrics
internal import Synchronization

/// Counts and times requests by route template and status; a path that no route has is `none`, so callers cannot make new series.
package struct RequestMetricsMiddleware: RouterMiddleware {
    private let series: Series

    package init(_ factory: (any MetricsFactory)? = nil) {
        series = Series(factory)
    }

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "none"
        series.timer(route, Self.known(request.method), response.status.code)
            .recordNanoseconds(context.started.elapsedMicroseconds * 1000)
        return response
    }

    private static func known(_ method: HTTPRequest.Method) -> String {
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(method.rawValue) ? method.rawValue : "other"
    }

    /// Looking a timer up in swift-metrics costs a lock and several strings for each label; here it is done once.
    private final class Series: Sendable {
        private struct Key: Hashable {
            let route: String
            let method: String
            let status: Int
        }

        private let factory: (any MetricsFactory)?
        private let timers = Mutex<[Key: Timer]>([:])

        init(_ factory: (any MetricsFactory)?) {
            self.factory = factory
        }

        func timer(_ route: String, _ method: String, _ status: Int) -> Timer {
            timers.withLock { timers in
                let key = Key(route: route, method: method, status: status)
                if let timer = timers[key] { return timer }
                let dimensions = [("route", route), ("method", method), ("status", String(status))]
                let timer = Timer(label: "http.request.duration", dimensions: dimensions, factory: factory ?? MetricsSystem.factory)
                timers[key] = timer
                return timer
            }
        }
    }
}
