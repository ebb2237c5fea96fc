import Accounts
import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import PostgresServer
import PurveyorTesting
import Testing
import Web

/// How the service ends: told to, in the middle of its start, by a kill; and what the next start finds.
@Suite struct ShutdownTests {
    @Test(.endsSometime) func requestsInFlightGetTheirAnswersAndNothingIsLeftRunning() async throws {
        try await ServiceYard.lend { yard in
            let service = RunningService(in: yard, environment: ["LOG_LEVEL": "warning"])
            let cast = try await Staging.cast(for: service)
            try await service.start()
            let path = "/v1/accounts/\(cast.acme.id)/quotes"
            let idle = LoopbackClient(port: service.port)
            #expect(try await idle.send("GET", "/health/live").status == 200)
            try await Staging.withDatabase(service.ownerConnectionString) { (owner: Database) async throws in
                let (isHeld, hold) = AsyncStream.makeStream(of: Void.self)
                let (isOver, end) = AsyncStream.makeStream(of: Void.self)
                async let holding: Void = owner.holdingUp("quotes") {
                    hold.finish()
                    for await _ in isOver {}
                }
                for await _ in isHeld {}
                async let slow = service.ask("POST", path, as: cast.ana.token, body: "{\"name\": \"Slow\"}")
                while try await owner.waitingForLocks() == 0 { await pause() }
                service.process?.signal(SIGTERM)
                // Told again: an impatient person, or a supervisor and its whole group.
                service.process?.signal(SIGTERM)
                var late: LoopbackAnswer?
                // Refused with an answer as long as it listens, by the system afterwards.
                repeat { late = try? await service.ask("GET", "/v1/limits") } while late?.status == 200
                #expect(late == nil || (late?.status == 503 && late?.headers["retry-after"] != nil))
                #expect(service.process?.exitCode == nil)
                end.finish()
                try await holding
                #expect(try await slow.status == 201)
            }
            #expect(await service.process?.ended() == 0, "\(service.process?.output ?? "")")
            #expect(service.serverProcesses.isEmpty)
            await idle.close()
        }
    }

    @Test(.endsSometime) func whoIsToldToStopWhileStartingStopsAndLeavesNothing() async throws {
        try await ServiceYard.lend { yard in
            // On a busy machine the service can be through with its start before it is told: that is tried again.
            for attempt in 1... {
                let service = RunningService(in: yard, data: "data-\(attempt)", arguments: ["--demo"])
                let process = try service.launch()
                while service.postmaster == nil, process.exitCode == nil { await pause() }
                process.signal(SIGTERM)
                #expect(await process.ended() == 0, "\(process.output)")
                #expect(service.serverProcesses.isEmpty)
                if !process.output.contains("listens") { break }
            }
        }
    }

    @Test(.endsSometime) func aStartThatWasKilledAtAnyMomentIsMadeUpForByTheNext() async throws {
        try await ServiceYard.lend { yard in
            for milliseconds in [100, 400, 800, 1500] {
                let service = RunningService(in: yard, data: "data-\(milliseconds)", environment: ["LOG_LEVEL": "warning"])
                let process = try service.launch()
                await pause(.milliseconds(milliseconds))
                process.signal(SIGKILL)
                _ = await process.ended()
                try await service.start()
                #expect(await service.isReady())
                #expect(await service.stop() == 0)
            }
        }
    }

    @Test(.endsSometime) func aKilledServiceComesBackWithItsDataOnTheServerThatStillRuns() async throws {
        try await ServiceYard.lend { yard in
            let service = RunningService(in: yard, environment: ["LOG_LEVEL": "warning"])
            let cast = try await Staging.cast(for: service)
            try await service.start()
            let path = "/v1/accounts/\(cast.acme.id)/quotes"
            let made = try await service.ask("POST", path, as: cast.ana.token, body: "{\"name\": \"Kept\"}")
            let postmaster = service.postmaster
            await service.kill()
            try await service.start()
            #expect(service.postmaster == postmaster)
            let id = try #require(made.json?["id"]?.text)
            #expect(try await service.ask("GET", "\(path)/\(id)", as: cast.ana.token).json?["name"]?.text == "Kept")
            #expect(await service.stop() == 0)
            #expect(service.serverProcesses.isEmpty)
        }
    }

    @Test(.endsSometime) func aSecondServiceIsToldWhoHasTheDataAndTheFirstGoesOn() async throws {
        try await ServiceYard.lend { yard in
            let first = RunningService(in: yard)
            try await first.start()
            let second = try RunningService(in: yard).launch()
            #expect(await second.ended() == 1)
            let holder = try #require(first.process?.processID)
            #expect(second.output.contains("is in use by process \(holder): only one service can own it"), "\(second.output)")
            #expect(await first.isReady())
            #expect(await first.stop() == 0)
        }
    }

    @Test(.endsSometime) func aPortThatIsTakenIsSaidInASentenceAndTheDatabaseIsStopped() async throws {
        try await ServiceYard.lend { yard in
            let first = RunningService(in: yard)
            try await first.start()
            let second = RunningService(in: yard, data: "other", arguments: ["--port", "\(first.port)"])
            let process = try second.launch()
            #expect(await process.ended() == 1)
            let sentence = "Error: cannot listen on 127.0.0.1:\(first.port): Address already in use"
            #expect(process.output.contains(sentence), "\(process.output)")
            #expect(second.serverProcesses.isEmpty)
            #expect(await first.stop() == 0)
        }
    }
}
