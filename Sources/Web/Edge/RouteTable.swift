package import Hummingbird

/// Every route of the service: what a path allows, and what `purveyor routes` prints.
package struct RouteTable: Sendable {
    package struct Route: Sendable, Hashable {
        package let method: String
        /// As Hummingbird writes it: `/v1/accounts/{account}`.
        package let path: String
    }

    package let routes: [Route]
    private let byLength: [Int: [(parts: [Substring], method: String)]]

    package init<Context>(_ router: Router<Context>) {
        self.init(
            router.routes.flatMap { route in
                let description = route.path.description
                let own = Route(method: route.method.rawValue, path: description)
                // The router answers HEAD wherever it answers GET.
                return route.method == .get ? [own, Route(method: "HEAD", path: description)] : [own]
            })
    }

    package init(_ routes: [Route]) {
        self.routes = routes
        byLength = Dictionary(
            grouping: routes.map { (parts: $0.path.split(separator: "/"), method: $0.method) }, by: { $0.parts.count })
    }

    /// The methods that some route has at this path, sorted.
    package func methods(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        let matching = (byLength[parts.count] ?? []).filter { route in
            zip(route.parts, parts).allSatisfy { $0.hasPrefix("{") || $0.hasPrefix(":") || $0 == $1 }
        }
        return Set(matching.map(\.method)).sorted()
    }
}
