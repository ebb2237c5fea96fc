import Accounts
import Catalog
// String(contentsOfFile:) reads openapi.yaml.
import Foundation
import Hummingbird
import HummingbirdCore
package import Kernel
package import Logging
import Mail
import Metrics
import NIOCore
package import Postgres
import PostgresServer
import ServiceLifecycle
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
        // Also what comes before HTTP may take a while: recovery, migrations, the demo.
        guard let started = try await StopSignals.unlessTold({ try await start(prepare) }, undo: { await $0.stop() }) else {
            return logger.info("told to stop before it had started")
        }
        do {
            let parts = Parts(
                database: started.database, world: world, document: document, metrics: prometheus, edge: Edge(world, .product),
                trustedProxies: configuration.trustedProxies,
                requestsPerSecond: configuration.requestsPerSecond, portalURL: configuration.portalURL, catalogIndex: started.catalog)
            try await run(parts, started.access, listening: listening)
        } catch {
            await started.stop()
            throw error
        }
    }

    /// What serving stands on, once it is there.
    private struct Started: Sendable {
        let access: DatabaseAccess
        let database: Database
        let catalog: LoadCatalogIndex

        func stop() async {
            await database.shutdown()
            await access.cluster?.stop()
        }
    }

    /// Leaves nothing running when it throws.
    private func start(_ prepare: (Database) async throws -> Void) async throws -> Started {
        let access = try await DatabaseAccess.open(configuration, logger: logger)
        let database = Database(access.service, logger: logger)
        let started = Started(access: access, database: database, catalog: LoadCatalogIndex(database: database))
        do {
            try await access.onceItAnswers {
                try await access.prepareSchema(configuration, logger: logger)
                try await refuseMightyRole(started.database)
            }
            try await prepare(started.database)
            await read(started.catalog)
            return started
        } catch {
            await started.stop()
            throw error
        }
    }

    /// Some tenths of a second for each ten thousand products: nobody is to wait for that with a list. What fails here, the first list
    /// tries again.
    private func read(_ catalog: LoadCatalogIndex) async {
        do {
            try await catalog.atStart()
        } catch {
            logger.warning("the catalog could not be read at the start", metadata: ["error": "\(error)"])
        }
    }

    private func run(_ parts: Parts, _ access: DatabaseAccess, listening: @escaping @Sendable (Int) async -> Void) async throws {
        let application = Application(
            responder: parts.edge.responder(for: parts.router()),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        HeadDeadline(
                            first: .seconds(Int64(Limits.firstHeadSeconds)), next: .seconds(Int64(Limits.idleConnectionSeconds)))
                    ],
                    idleTimeout: .seconds(Int64(Limits.idleConnectionSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Limits.connections)),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? 0) },
            logger: logger)
        var services: [any Service] = []
        if let cluster = access.cluster { services.append(ClusterService(cluster: cluster)) }
        services += [
            DatabaseService(database: parts.database), HearingService(admit: parts.admit), UsesService(record: RecordUses(parts.admit)),
            mails(parts.database), ImportService(run: parts.runImports(logger)), application, DrainService(gate: parts.edge.gate),
        ]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: StopSignals.all, logger: logger)
        // Requests end by their deadline; a caller who holds a connection open does not hold up the end.
        group.maximumGracefulShutdownDuration = .seconds(Limits.requestSeconds + 5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw StartFault(error, listeningOn: "\(configuration.host):\(configuration.port)")
        }
    }

    private func mails(_ database: Database) -> MailService {
        let mail = configuration.mail
        if mail.server == nil {
            logger.warning("no smtp.host: mails are put into a directory, and reach nobody", metadata: ["directory": "\(mail.directory)"])
        }
        return MailService(
            send: SendMails(database: database, mailer: mail.mailer, from: mail.from, world: world, logger: logger))
    }

    /// Row security must hold the service whatever the operator wrote into DATABASE_URL.
    private func refuseMightyRole(_ database: Database) async throws {
        if try await database.query(ReadinessQueries.passesRowSecurity()) {
            throw ConfigurationFault("the service's database role can look past row security: it must own nothing and be no superuser")
        }
    }
}
