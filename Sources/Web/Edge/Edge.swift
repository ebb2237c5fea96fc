package import Hummingbird
package import Kernel

/// The outside of the service: what every request passes before it meets a route, in one order for the service and for tests.
package struct Edge: Sendable {
    private let world: World
    private let catalogue: ProblemCatalogue
    package let gate: DrainGate
    private let deadline: Duration

    package init(
        _ world: World, _ catalogue: ProblemCatalogue = .web, gate: DrainGate = DrainGate(),
        deadline: Duration = .seconds(Limits.requestSeconds)
    ) {
        self.world = world
        self.catalogue = catalogue
        self.gate = gate
        self.deadline = deadline
    }

    /// A router with the middlewares; add the routes to it.
    package func router() -> Router<AppRequestContext> {
        let router = Router(context: AppRequestContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: RequestIDMiddleware(world))
        router.add(middleware: RequestLogMiddleware())
        router.add(middleware: RequestMetricsMiddleware())
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: RateHeadersMiddleware())
        router.add(middleware: ProblemMiddleware(catalogue))
        router.add(middleware: DrainMiddleware(gate))
        return router
    }

    /// The finished router, with the deadline and the methods of each path.
    package func responder(for router: Router<AppRequestContext>) -> EdgeResponder<RouterResponder<AppRequestContext>> {
        EdgeResponder(router.buildResponder(), RouteTable(router), deadline: deadline)
    }
}
