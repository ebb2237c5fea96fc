import Accounts
import Postgres
import PurveyorTesting
import Testing
import Web

/// `DATABASE_URL`: somebody else's server, prepared as docs/operating.md says.
@Suite struct ExternalDatabaseTests {
    @Test(.endsSometime) func itIsMigratedOnlyWhenToldAndServedAfterwards() async throws {
        try await ServiceYard.lend { yard in
            let server = try await ExternalServer(in: yard)
            try await ExternalStage.prepare(server)
            let owner = ["DATABASE_URL": server.url(database: "shop")]
            let service = RunningService(in: yard, database: server.url(database: "shop"), environment: ["LOG_LEVEL": "warning"])

            let refused = try service.launch()
            #expect(await refused.ended() == 1)
            #expect(refused.output.contains("run `purveyor migrate` first"), "\(refused.output)")
            #expect(!refused.output.contains("MigrationStatus"))

            let before = try yard.purveyor(["migrate", "--status"], environment: owner)
            #expect(await before.ended() == 0)
            #expect(before.output.contains("1 service_role: pending"), "\(before.output)")
            let migrated = try yard.purveyor(["migrate"], environment: owner)
            #expect(await migrated.ended() == 0)
            #expect(migrated.output.contains("applied 1 service_role"), "\(migrated.output)")
            let again = try yard.purveyor(["migrate"], environment: owner)
            #expect(await again.ended() == 0)
            #expect(again.output.contains("nothing is pending"))

            try await ExternalStage.grantRole(server)
            for login in ["postgres", ExternalStage.login] {
                let service = RunningService(
                    in: yard, database: server.url(of: login, database: "shop"), environment: ["LOG_LEVEL": "warning"])
                try await service.start()
                #expect(await service.isReady(), "\(login)")
                #expect(await service.stop() == 0)
            }
        }
    }

    @Test(.endsSometime) func alsoASuperusersSessionWorksAsTheServicesRoleUnderRowSecurity() async throws {
        try await ExternalStage.lend { stage in
            let service = try await stage.started(as: "postgres")
            let created = try await service.ask(
                "POST", "/v1/accounts/\(stage.cast.acme.id)/quotes", as: stage.cast.ana.token, body: "{\"name\": \"Ours\"}")
            #expect(created.status == 201)
            let foreign = try await service.ask("GET", "/v1/accounts/\(stage.cast.acme.id)/quotes", as: stage.cast.ravi.token)
            #expect(foreign.status == 404)
            try await Staging.withDatabase(stage.server.url(database: "shop")) { (owner: Database) async throws in
                let roles: SQL = "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'purveyor'"
                #expect(try await owner.query(.all(roles) { try $0.next(String.self) }) == ["postgres"])
            }
            try await Staging.withDatabase(stage.server.url(database: "shop"), role: "purveyor_service") {
                (session: Database) async throws in
                #expect(try await session.query(.one("SELECT count(*) FROM quotes") { try $0.next(Int.self) }) == 0)
            }
            #expect(await service.stop() == 0)
        }
    }

    @Test(.endsSometime) func twoServicesOnOneDatabaseMakeOneOrderOfOneQuote() async throws {
        try await ExternalStage.lend { stage in
            let services = [try await stage.started(), try await stage.started()]
            let path = "/v1/accounts/\(stage.cast.acme.id)/quotes"
            let token = stage.cast.ana.token
            for round in 1...8 {
                let lines = "[{\"sku\": \"MO-200\", \"quantity\": \"1\"}]"
                let created = try await services[0].ask("POST", path, as: token, body: "{\"name\": \"Shared\", \"lines\": \(lines)}")
                let quote = "\(path)/\(try #require(created.json?["id"]?.text))"
                let submitted = try await services[1].ask("POST", "\(quote)/submit", as: token, headers: [("If-Match", "\"v1\"")])
                let version = try #require(submitted.headers["etag"])
                let answers = try await withThrowingTaskGroup(of: LoopbackAnswer.self) { group in
                    for service in services {
                        for _ in 0..<2 {
                            group.addTask {
                                try await service.ask(
                                    "POST", "\(quote)/order", as: token, headers: [("If-Match", version), ("Idempotency-Key", "\(round)")])
                            }
                        }
                    }
                    return try await group.reduce(into: [LoopbackAnswer]()) { $0.append($1) }
                }
                // One made it; the others get its answer, or are told that it is being worked on.
                let made = answers.filter { $0.status == 201 }
                #expect(Set(made.map(\.body)).count == 1)
                #expect(made.count { $0.headers["idempotency-replayed"] == nil } == 1)
                let rest = answers.filter { $0.status != 201 }
                #expect(rest.allSatisfy { $0.json?["type"]?.text == "/problems/request-in-progress" })
            }
            for service in services { #expect(await service.stop() == 0) }
        }
    }

    @Test(.endsSometime) func whatIsWrongWithItIsSaidInASentence() async throws {
        try await ExternalStage.lend { stage in
            let right = stage.server.url(of: ExternalStage.login, database: "shop")
            for (url, words) in [
                (right.replacing("s3cret", with: "wrong"), "password authentication failed"),
                (stage.server.url(of: ExternalStage.login, database: "nowhere"), "\"nowhere\" does not exist"),
                ("host=/nowhere", "cannot connect to the database"),
            ] {
                let process = try RunningService(in: stage.yard, database: url, environment: ["LOG_LEVEL": "error"]).launch()
                #expect(await process.ended() == 1)
                #expect(process.output.contains(words), "\(process.output)")
                #expect(process.output.hasPrefix("Error: cannot connect to the database: "), "\(process.output)")
                #expect(!process.output.contains("s3cret") && !process.output.contains("DatabaseError"), "\(process.output)")
            }
        }
    }

    @Test(.endsSometime, arguments: [["staff", "me@supplier.example"], ["import", "products", "products.csv"], ["migrate"]])
    func aCommandWithoutItsDatabaseSaysWhichAndWhy(command: [String]) async throws {
        try await ServiceYard.lend { yard in
            for (url, place) in [
                ("host=/nowhere", "/nowhere/.s.PGSQL.5432"), ("postgresql://shop:s3cret@127.0.0.1:1/shop", "port 1 failed"),
            ] {
                let process = try yard.purveyor(
                    command + ["--home", PackageFiles.root], environment: ["DATABASE_URL": url, "LOG_LEVEL": "error"])
                #expect(await process.ended() == 1)
                #expect(process.output.hasPrefix("Error: cannot connect to the database: "), "\(process.output)")
                #expect(process.output.contains(place), "\(process.output)")
                #expect(!process.output.contains("s3cret") && !process.output.contains("DatabaseError"), "\(process.output)")
                #expect(process.output.split(separator: "\n").count == 1, "\(process.output)")
            }
        }
    }
}
