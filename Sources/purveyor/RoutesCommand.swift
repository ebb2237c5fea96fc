import ArgumentParser
import Kernel
import Logging
import Postgres
import Server
import Web

struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "routes", abstract: "Print the table of routes.")

    func run() async throws {
        // The routes are made as the service makes them; nothing connects.
        let database = Database(DatabaseConfiguration(connectionString: ""), logger: Logger(label: "purveyor"))
        let parts = Parts(
            database: database, world: .live, document: try OpenAPIDocument(yaml: "openapi: 3.1.0\npaths: {}"), metrics: Prometheus(),
            edge: Edge(.live))
        for route in RouteTable(parts.router()).routes where route.method != "HEAD" {
            print(route.method.padded(to: 7) + route.path)
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
