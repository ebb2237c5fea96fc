import HTTPTypes
import Kernel
import Logging
import Postgres
import PurveyorTesting
import Testing
import Web

/// What every endpoint says where it is not the request that is wrong, tried on every one of them. `RouterClient` holds each answer against
/// the contract.
@Suite(.database) struct EndpointFaultTests {
    /// Makes everybody known to the service's memory, so that it is the endpoint that meets the fault and not the door.
    private func admitEverybody(_ endpoints: Endpoints, by app: TestApp) async throws {
        for person in [app.cast.ana, app.cast.ada, app.cast.omar, app.cast.rita, app.cast.stella] {
            #expect(try await app.by(person).get(app.path()).status == 200)
        }
        for person in [app.cast.ada, app.cast.rita, app.cast.fay, app.cast.stella, app.cast.paul] {
            #expect(try await app.by(person).get("/v1/me").status == 200)
        }
    }

    /// Those that need the database.
    private func needy(_ endpoints: Endpoints) -> [Endpoint] { endpoints.all.filter { $0.isVersioned && $0.name != "readLimits" } }

    @Test func `whoever comes to the end of their rate is told so, and when to come back`() async throws {
        try await EndpointCoverageTests.unchanged { endpoints in
            let app = endpoints.app
            let limited = TestApp(database: app.database, clock: app.clock, cast: app.cast, requestsPerSecond: 1)
            for endpoint in endpoints.all where !endpoint.isPublic {
                let client = limited.by(endpoints.entitled(to: endpoint))
                // Whole again, so that no part of a request is left over that the next moment makes a whole one.
                app.clock.advance(by: .seconds(2))
                for _ in 1...3 { _ = try await client.get("/v1/me") }
                let answer = try await endpoints.send(endpoint, by: client)
                #expect(answer.status == 429, "\(endpoint)")
                #expect(answer.problem == "too-many-requests", "\(endpoint)")
                #expect(answer.headers[.retryAfter] == "1", "\(endpoint)")
                #expect(answer.headers[.rateLimitPolicy] == #""principal";q=2"#, "\(endpoint)")
                #expect(answer.headers[.rateLimit] == #""principal";r=0;t=2"#, "\(endpoint)")
            }
        }
    }

    @Test func `a fault of ours says nothing but the request's id`() async throws {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        try await app.hearing {
            try await admitEverybody(endpoints, by: app)
            try await app.database.owner.query(Query<Void>("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM purveyor_service"))
            try await everyEndpointHasAFault(endpoints, by: app)
        }
    }

    private func everyEndpointHasAFault(_ endpoints: Endpoints, by app: TestApp) async throws {
        for endpoint in needy(endpoints) {
            let client = app.by(endpoints.entitled(to: endpoint))
            let answer = try await endpoints.send(endpoint, by: client, headers: [.requestID: "request-0001"])
            #expect(answer.status == 500, "\(endpoint)")
            #expect(
                answer.json
                    == .object([
                        "type": .string("/problems/internal-error"), "title": .string("Internal error"), "status": .integer(500),
                        "detail": .string("Something went wrong on our side. Give the request id to whoever runs the service."),
                        "instance": .string("/requests/request-0001"),
                    ]), "\(endpoint)")
        }
    }

    @Test(.endsSometime)
    func `without its database every endpoint says so within the pool's deadline, and goes on by itself`() async throws {
        try await EndpointCoverageTests.unchanged { endpoints in
            let app = endpoints.app
            let (outage, service) = try await Outage.prepare(app.database)
            let database = TestDatabase(name: app.database.name, owner: app.database.owner, service: service)
            let cut = TestApp(database: database, clock: app.clock, cast: app.cast)
            try await cut.hearing {
                try await admitEverybody(endpoints, by: cut)
                try await outage.begin()
                // First by those who are known, then at the door.
                for service in [cut, TestApp(database: database, clock: app.clock, cast: app.cast)] {
                    try await everyEndpointIsUnavailable(endpoints, by: service)
                }
                try await outage.end()
            }
            let ana = cut.by(app.cast.ana)
            while try await ana.get(app.path("/quotes")).status != 200 {}
            await service.shutdown()
        }
    }

    private func everyEndpointIsUnavailable(_ endpoints: Endpoints, by app: TestApp) async throws {
        try await withThrowingTaskGroup(of: (Endpoint, RouterAnswer).self) { group in
            for endpoint in needy(endpoints) {
                let client = app.by(endpoints.entitled(to: endpoint))
                group.addTask { (endpoint, try await endpoints.send(endpoint, by: client)) }
            }
            for try await (endpoint, answer) in group {
                #expect(answer.status == 503, "\(endpoint)")
                #expect(["database-unavailable", "busy"].contains(answer.problem), "\(endpoint) \(answer.problem ?? "")")
                #expect(answer.headers[.retryAfter] != nil, "\(endpoint)")
            }
        }
    }
}

/// Takes the database away from a service: what is connected is cut off, and nobody is let in.
private struct Outage {
    private let name: String
    /// Connected to another database of the same server.
    private let server: DatabaseConfiguration

    static let acquireTimeout = Duration.milliseconds(500)

    static func prepare(_ database: TestDatabase) async throws -> (Outage, Database) {
        var service = database.service.configuration
        service.applicationName = "to be cut off"
        service.acquireTimeout = acquireTimeout
        var server = database.owner.configuration
        server.connectionString += " dbname=postgres"
        return (Outage(name: database.name, server: server), Database(service, logger: quiet))
    }

    func begin() async throws {
        try await run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
        try await run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)' AND application_name = 'to be cut off'")
    }

    func end() async throws { try await run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true") }

    private func run(_ statement: String) async throws {
        let database = Database(server, logger: Self.quiet)
        // The name is the test's own: `test_7`.
        let result: Result<Void, any Error>
        do { result = .success(try await database.query(Query<Void>(SQL(stringLiteral: statement)))) } catch { result = .failure(error) }
        await database.shutdown()
        try result.get()
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
