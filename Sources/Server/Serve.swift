// String(contentsOfFile:) reads openapi.yaml.
import Foundation
import Hummingbird
package import Kernel
package import Logging
import Metrics
import NIOCore
package import Postgres
import PostgresServer
import ServiceLifecycle
import UnixSignals
import Web

/// Runs the service until it is told to stop (SIGTERM, SIGINT): the database first, then HTTP; and back in the other order.
package struct Serve: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let world: World

    package init(_ configuration: ServerConfiguration, logger: Logger, world: World = .live) {
        self.configuration = configuration
        self.logger = logger
        self.world = world
    }

    /// - Parameters:
    ///   - prepare: done once the database is there and before HTTP is served: loading the demo.
    ///   - listening: told the port when the service takes requests.
    package func callAsFunction(
        prepare: @escaping @Sendable (Database) async throws -> Void,
        listening: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        let prometheus = Prometheus()
        MetricsSystem.bootstrap(prometheus)
        let document = try OpenAPIDocument(yaml: String(contentsOfFile: configuration.home + "/openapi.yaml", encoding: .utf8))
        let access = try await DatabaseAccess.open(configuration, logger: logger)
        do {
            try await access.prepareSchema(configuration, logger: logger)
            let database = Database(access.service, logger: logger)
            try await refuseMightyRole(database)
            try await prepare(database)
            let parts = Parts(
                database: database, world: world, document: document, metrics: prometheus, edge: Edge(world),
                trustedProxies: configuration.trustedProxies)
            try await run(parts, access, listening: listening)
        } catch {
            await access.cluster?.stop()
            throw error
        }
    }

    private func run(_ parts: Parts, _ access: DatabaseAccess, listening: @escaping @Sendable (Int) async -> Void) async throws {
        let application = Application(
            responder: parts.edge.responder(for: parts.router()),
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? 0) },
            logger: logger)
        var services: [any Service] = []
        if let cluster = access.cluster { services.append(ClusterService(cluster: cluster)) }
        services += [DatabaseService(database: parts.database), application, DrainService(gate: parts.edge.gate)]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Row security must hold the service whatever the operator wrote into DATABASE_URL.
    private func refuseMightyRole(_ database: Database) async throws {
        if try await database.query(ReadinessQueries.passesRowSecurity()) {
            throw ConfigurationFault("the service's database role can look past row security: it must own nothing and be no superuser")
        }
    }
}
