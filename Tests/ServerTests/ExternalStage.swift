import Postgres
import PurveyorTesting

/// A database of somebody else's, with the cast in it, set up as docs/operating.md says.
struct ExternalStage {
    let yard: ServiceYard
    let server: ExternalServer
    let cast: Cast

    /// Nothing but a member of the service's role.
    static let login = "shop_login"

    static func lend<Result>(_ body: (ExternalStage) async throws -> Result) async throws -> Result {
        try await ServiceYard.lend { yard in
            let server = try await ExternalServer(in: yard)
            try await prepare(server)
            try await Migrator(directory: PackageFiles.path("Migrations")).apply(on: server.url(database: "shop"))
            try await grantRole(server)
            let cast = try await Staging.cast(owner: server.url(database: "shop"), service: server.url(of: login, database: "shop"))
            return try await body(ExternalStage(yard: yard, server: server, cast: cast))
        }
    }

    /// An empty database, and the service's login.
    static func prepare(_ server: ExternalServer) async throws {
        try await Staging.withDatabase(server.url()) { database in
            try await database.query(Query<Void>("CREATE DATABASE shop"))
            try await database.query(Query<Void>("CREATE ROLE shop_login LOGIN PASSWORD 's3cret'"))
        }
    }

    static func grantRole(_ server: ExternalServer) async throws {
        try await Staging.withDatabase(server.url()) { try await $0.query(Query<Void>("GRANT purveyor_service TO shop_login")) }
    }

    func service(as login: String = login, environment: [String: String] = [:]) -> RunningService {
        var environment = environment
        environment["LOG_LEVEL"] = "warning"
        return RunningService(in: yard, database: server.url(of: login, database: "shop"), environment: environment)
    }

    func started(as login: String = login, environment: [String: String] = [:]) async throws -> RunningService {
        let service = service(as: login, environment: environment)
        try await service.start()
        return service
    }
}

extension Database {
    /// Nobody else reads or writes the table while `body` goes on.
    func holdingUp<Result: Sendable>(_ table: String, _ body: () async throws -> Result) async throws -> Result {
        try await transaction([]) { transaction in
            try await transaction.run(Query<Void>(SQL(stringLiteral: "LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")))
            return try await body()
        }
    }

    /// How many sessions of the service wait for a lock.
    func waitingForLocks() async throws -> Int {
        try await query(
            .one("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'purveyor'") {
                try $0.next(Int.self)
            })
    }
}
