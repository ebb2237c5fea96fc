import FoundationEssentials
import Glibc
import Testing

@testable import PostgresServer

@Suite struct PrivateClusterTests {
    @Test func theFirstStartMakesAPrivateDatabaseForARoleThatOwnsNothing() async throws {
        try await withScratch { directory in
            let cluster = try await PrivateCluster.open(directory + "/cluster", options: .service)
            let settings = ["listen_addresses", "data_checksums", "server_encoding", "TimeZone", "fsync", "synchronous_commit", "jit"]
            #expect(
                try await cluster.ask("SELECT \(settings.map { "current_setting('\($0)')" }.joined(separator: " || ',' || "))")
                    == ",on,UTF8,UTC,on,on,off")
            let powers = "rolsuper::int, rolbypassrls::int, rolcreatedb::int, rolcreaterole::int, rolreplication::int"
            #expect(
                try await cluster.ask("SELECT concat(\(powers)) FROM pg_roles WHERE rolname = current_user", asOwner: false) == "00000")
            await #expect(throws: ClusterError.self) { try await cluster.ask("CREATE TABLE t ()", asOwner: false) }
            let possessions = "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'purveyor_service'::regrole AND deptype = 'o'"
            #expect(try await cluster.ask(possessions) == "0")

            let socket = try #require(status(of: cluster.place.socketDirectory))
            #expect(socket.permissions == 0o700)
            #expect(socket.st_uid != 0)
            let process = try cluster.process
            #expect(try #require(status(of: "/proc/\(process.processID)")).st_uid != 0)
            await cluster.stop()
            #expect(!process.isAlive)
            #expect(cluster.postmasterPID == nil)
        }
    }

    @Test func aRestartKeepsWhatWasWritten() async throws {
        try await withScratch { directory in
            let first = try await PrivateCluster.open(directory)
            _ = try await first.ask("CREATE TABLE kept AS SELECT 42 AS answer")
            await first.stop()
            let second = try await PrivateCluster.open(directory)
            #expect(try await second.ask("SELECT answer FROM kept") == "42")
            await second.stop()
        }
    }

    @Test func aSecondServiceIsRefusedAndToldWhoHoldsTheCluster() async throws {
        try await withScratch { directory in
            let cluster = try await PrivateCluster.open(directory)
            await #expect(throws: ClusterError.inUse(directory: directory, processID: getpid())) {
                try await PrivateCluster.open(directory)
            }
            #expect(try await cluster.ask("SELECT 1") == "1")
            await cluster.stop()
        }
    }

    @Test func ofTwoServicesThatStartAtOnceOneIsServed() async throws {
        try await withScratch { directory in
            let opened = await withTaskGroup(of: PrivateCluster?.self) { group in
                for _ in 0..<4 { group.addTask { try? await PrivateCluster.open(directory) } }
                return await group.reduce(into: [PrivateCluster]()) { if let cluster = $1 { $0.append(cluster) } }
            }
            #expect(opened.count == 1)
            for cluster in opened { await cluster.stop() }
        }
    }

    @Test func aKilledServicesServerIsTakenOverAsItRuns() async throws {
        try await withScratch { directory in
            let killed = try await PrivateCluster.open(directory)
            killed.abandon()
            let next = try await PrivateCluster.open(directory)
            #expect(next.postmasterPID == killed.postmasterPID)
            #expect(try await next.ask("SELECT 1") == "1")
            await next.stop()
            #expect(try !killed.process.isAlive)
        }
    }

    @Test func aRunningServerWithOtherSettingsIsStartedAgain() async throws {
        try await withScratch { directory in
            let killed = try await PrivateCluster.open(directory)
            killed.abandon()
            var options = ClusterOptions.kept
            options.settings["work_mem"] = "9MB"
            let next = try await PrivateCluster.open(directory, options: options)
            #expect(next.postmasterPID != killed.postmasterPID)
            #expect(try await next.ask("SHOW work_mem") == "9MB")
            await next.stop()
        }
    }

    @Test func whatWasCommittedSurvivesAKillOfServiceAndServerUnderWork() async throws {
        try await withScratch { directory in
            var options = ClusterOptions.kept
            options.settings["fsync"] = "on"
            options.settings["synchronous_commit"] = "on"
            let killed = try await PrivateCluster.open(directory, options: options)
            _ = try await killed.ask("CREATE TABLE kept (n int)")
            let write = "DO $$BEGIN FOR i IN 1..10000000 LOOP INSERT INTO kept VALUES (i); COMMIT; END LOOP; END$$"
            let work = killed.psql(killed.ownerConnectionString(), "SET statement_timeout = '60s'", write)
            async let interrupted = work.run()
            #expect(try await eventually { try await killed.ask("SELECT count(*) > 100 FROM kept") == "t" })
            let seen = try #require(Int(try await killed.ask("SELECT max(n) FROM kept")))
            try killed.process.signal(SIGKILL)
            // The kernel takes its time with a process that is writing; until then it would rightly be taken over.
            #expect(try await killed.process.hasEnded(within: .seconds(20)))
            killed.abandon()

            let next = try await PrivateCluster.open(directory, options: options)
            #expect(try await !interrupted.succeeded)
            #expect(next.postmasterPID != killed.postmasterPID)
            #expect(try await next.ask("SELECT count(*) = max(n) AND max(n) >= \(seen) FROM kept") == "t")
            await next.stop()
        }
    }

    @Test func aServerThatDiesIsNoticedAndStartedAgain() async throws {
        try await withScratch { directory in
            let cluster = try await PrivateCluster.open(directory)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await cluster.supervise() }
                for _ in 0..<2 {
                    let process = try cluster.process
                    process.signal(SIGKILL)
                    #expect(await eventually { cluster.postmasterPID.map { $0 != process.processID } ?? false })
                    #expect(await eventually { (try? await cluster.ask("SELECT 1")) == "1" })
                }
                group.cancelAll()
            }
            await cluster.stop()
        }
    }

    @Test func aStoppedClusterIsNotStartedAgainByItsSupervisor() async throws {
        try await withScratch { directory in
            let cluster = try await PrivateCluster.open(directory)
            let process = try cluster.process
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await cluster.supervise() }
                await cluster.stop()
                #expect(!process.isAlive)
                // A supervisor that had started the server again would be in the way of this one.
                let next = try await PrivateCluster.open(directory)
                #expect(next.postmasterPID != process.processID)
                await next.stop()
                group.cancelAll()
            }
            #expect(ServerProcess.all(in: cluster.place.dataDirectory).isEmpty)
        }
    }

    @Test func aProcessIdThatIsSomebodyElsesNowDoesNotKeepTheServerFromStarting() async throws {
        try await withScratch { directory in
            let first = try await PrivateCluster.open(directory)
            await first.stop()
            let stale = "\(getppid())\n\(first.place.dataDirectory)\n1\n5432\n\(first.place.socketDirectory)\n\n0 0\nready   \n"
            for path in [first.place.postmasterFile, first.place.socketDirectory + "/.s.PGSQL.5432.lock"] {
                try write(stale, to: path, permissions: 0o600)
                chown(path, first.place.user.userID, first.place.user.groupID)
            }
            let second = try await PrivateCluster.open(directory)
            #expect(try await second.ask("SELECT 1") == "1")
            #expect(second.postmasterPID != getppid())
            await second.stop()
        }
    }

    @Test func aHalfMadeClusterIsMadeAnew() async throws {
        try await withScratch { directory in
            try makeDirectory(directory + "/postgres.new/base", permissions: 0o700)
            try write("15\n", to: directory + "/postgres.new/PG_VERSION", permissions: 0o600)
            let cluster = try await PrivateCluster.open(directory)
            #expect(try await cluster.ask("SELECT current_database()") == "purveyor")
            #expect(status(of: directory + "/postgres.new") == nil)
            await cluster.stop()
        }
    }

    @Test func aPathTooLongForASocketGetsAShortOne() async throws {
        try await withScratch { directory in
            let long = directory + "/" + String(repeating: "long, 'quoted' and $trange/", count: 6) + "cluster"
            let cluster = try await PrivateCluster.open(long)
            #expect(ClusterPlace.isFit(cluster.place.socketDirectory))
            #expect(try await cluster.ask("SELECT 1", asOwner: false) == "1")
            await cluster.stop()
            rmdir(cluster.place.socketDirectory)
        }
    }

    @Test(.enabled("only root's directories are closed to the server's user") { geteuid() == 0 })
    func dataGoesWhereTheServersUserCanReachIt() async throws {
        try await withScratch { directory in
            let closed = directory + "/closed"
            try makeDirectory(closed, permissions: 0o700)
            let first = try await PrivateCluster.open(closed + "/.purveyor")
            defer { try? FileManager.default.removeItem(atPath: first.place.home) }
            #expect(first.place.home.hasPrefix("/var/lib/purveyor/"))
            _ = try await first.ask("CREATE TABLE kept AS SELECT 42 AS answer")
            await first.stop()
            let second = try await PrivateCluster.open(closed + "/.purveyor")
            #expect(second.place.home == first.place.home)
            #expect(try await second.ask("SELECT answer FROM kept") == "42")
            await second.stop()
        }
    }

    @Test func aTemporaryClusterIsGoneWithTheProcessThatOpenedIt() async throws {
        try await withScratch { directory in
            let cluster = try await PrivateCluster.open(directory + "/cluster", options: .testing)
            let process = try cluster.process
            // What the end of this process does to the pipe, in whatever way it ends.
            try await #require(cluster.watchdog).release()
            #expect(!process.isAlive)
            #expect(status(of: directory + "/cluster") == nil)
        }
    }

    @Test func aServerThatCannotStartSaysWhy() async throws {
        try await withScratch { directory in
            var options = ClusterOptions.kept
            options.settings["shared_buffers"] = "lots"
            let error = await #expect(throws: ClusterError.self) { try await PrivateCluster.open(directory, options: options) }
            #expect(error.map { "\($0)" }?.contains("shared_buffers") == true)
            let cluster = try await PrivateCluster.open(directory)
            await cluster.stop()
        }
    }
}
