import ArgumentParser
import Hummingbird
import Kernel
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import UnixSignals
import Web

/// What `bench db` measures: one point select a request, behind the service's own edge or with nothing around it.
struct BenchServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve one point select.", shouldDisplay: false)

    @Flag(help: "Behind the edge: deadline, request id, log, metrics, security headers, problems.")
    var edge = false

    @Option var connectionString: String

    func run() async throws {
        let logger = try ServerOptions.bootstrapLogging(level: "warning")
        let database = Database(
            DatabaseConfiguration(connectionString: connectionString, applicationName: "purveyor bench"), logger: logger)
        if edge {
            let outside = Edge(.live)
            let router = outside.router()
            router.get("products/{sku}") { _, context in try await Self.answer(context, database) }
            try await serve(outside.responder(for: router), database, logger)
        } else {
            let router = Router()
            router.get("products/{sku}") { _, context in try await Self.answer(context, database) }
            try await serve(router.buildResponder(), database, logger)
        }
    }

    private static func answer(_ context: some RequestContext, _ database: Database) async throws -> String {
        try await database.query(BenchQueries.name(ofProduct: context.pathParameter("sku")))
    }

    private func serve<Responder: HTTPResponder>(_ responder: Responder, _ database: Database, _ logger: Logger) async throws
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("The bench listens on http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                flushStandardOutput()
            }, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: BenchDatabaseService(database: database)), .init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}

private struct BenchDatabaseService: Service {
    let database: Database

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await database.run() }
    }
}
