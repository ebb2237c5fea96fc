package import Hummingbird

/// Gives each request its deadline: past it the request is cancelled, and with it its statement; the middlewares inside make 503 of that.
package struct EdgeResponder<Base: HTTPResponder>: HTTPResponder where Base.Context == AppRequestContext {
    private let base: Base
    package let routes: RouteTable
    private let deadlines: Deadlines

    package init(_ base: Base, _ routes: RouteTable, deadline: Duration) {
        self.base = base
        self.routes = routes
        deadlines = Deadlines(deadline)
    }

    package func respond(to request: Request, context: AppRequestContext) async throws -> Response {
        var context = context
        context.routes = routes
        return try await withThrowingTaskGroup(of: Response?.self) { [context] group in
            group.addTask { try await base.respond(to: request, context: context) }
            group.addTask {
                // Cancelled when the answer is there.
                await deadlines.wait()
                return nil
            }
            while let finished = try await group.next() {
                group.cancelAll()
                if let response = finished { return response }
            }
            throw WebRefusal.timedOut
        }
    }
}
