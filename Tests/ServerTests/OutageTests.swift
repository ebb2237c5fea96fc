import Postgres
import Accounts
import PostgresServer
import PurveyorTesting
import Testing
import Web

/// The service without its database (architecture.md, "Errors"): it says so, in bounded time, and goes on by itself afterwards.
@Suite struct OutageTests {
    @Test(.endsSometime) func withoutItsDatabaseTheServiceSaysSoAndRecoversByItself() async throws {
        try await ExternalStage.lend { stage in
            let service = try await stage.started()
            let path = "/v1/accounts/\(stage.cast.acme.id)"
            let process = service.process?.processID
            #expect(try await service.ask("GET", path, as: stage.cast.ana.token).status == 200)
            for _ in 0..<2 {
                await stage.server.stop()
                #expect(try await service.ask("GET", "/health/live").status == 200)
                #expect(try await service.ask("GET", "/health/ready").status == 503)
                try await everyRequestIsAnsweredWith503(service, path, stage.cast)
                try await stage.server.start()
                #expect(await service.isReady())
                #expect(try await service.ask("GET", path, as: stage.cast.ana.token).status == 200)
            }
            #expect(service.process?.processID == process)
            #expect(await service.stop() == 0)
        }
    }

    private func everyRequestIsAnsweredWith503(_ service: RunningService, _ path: String, _ cast: Cast) async throws {
        try await withThrowingTaskGroup(of: LoopbackAnswer.self) { group in
            for number in 0..<40 {
                group.addTask {
                    number % 2 == 0
                        ? try await service.ask("GET", "\(path)/quotes", as: cast.ana.token)
                        : try await service.ask("POST", "\(path)/quotes", as: cast.ana.token, body: "{\"name\": \"None\"}")
                }
            }
            for try await answer in group {
                #expect(answer.status == 503)
                // The pool's own deadline: the request's, which is longer, would be answered otherwise.
                #expect(answer.json?["type"]?.text == "/problems/database-unavailable")
                #expect(answer.headers["retry-after"] != nil)
            }
        }
    }

    @Test(.endsSometime) func aDatabaseThatStandsStillDoesNotHoldTheServiceUp() async throws {
        try await ExternalStage.lend { stage in
            let service = try await stage.started()
            stage.server.freeze(true)
            #expect(try await service.ask("GET", "/health/ready").status == 503)
            #expect(try await service.ask("GET", "/health/live").status == 200)
            stage.server.freeze(false)
            #expect(await service.isReady())
            #expect(await service.stop() == 0)
        }
    }

    @Test(.endsSometime) func whenEveryConnectionIsTakenTheNextAreToldToComeBack() async throws {
        try await ExternalStage.lend { stage in
            let service = try await stage.started(environment: ["DATABASE_POOL_SIZE": "2"])
            let path = "/v1/accounts/\(stage.cast.acme.id)/quotes"
            try await Staging.withDatabase(stage.server.url(database: "shop")) { (owner: Database) async throws in
                try await owner.holdingUp("quotes") {
                    // Ten wait for a connection until the pool's deadline, two for the table until the lock's.
                    let answers = try await withThrowingTaskGroup(of: LoopbackAnswer.self) { group in
                        for _ in 0..<12 { group.addTask { try await service.ask("GET", path, as: stage.cast.ana.token) } }
                        return try await group.reduce(into: [LoopbackAnswer]()) { $0.append($1) }
                    }
                    #expect(answers.allSatisfy { $0.status == 503 && $0.headers["retry-after"] != nil })
                }
            }
            #expect(try await service.ask("GET", path, as: stage.cast.ana.token).status == 200)
            #expect(await service.stop() == 0)
        }
    }
}
