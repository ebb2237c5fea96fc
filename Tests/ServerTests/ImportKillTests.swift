import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// What a job's lease is for, with programs as an operator runs them: the process goes away in the middle, by SIGKILL.
@Suite struct ImportKillTests {
    private let products = 3000

    @Test(.endsSometime) func `a job whose process is killed when all is done but kept is done once, by another process`() async throws {
        try await ExternalStage.lend { stage in
            try await Staging.withDatabase(stage.server.url(database: "shop")) { (owner: Database) async throws in
                let first = try await stage.started()
                try await killInTheMiddle(first, stage, owner)
                #expect(try await number("SELECT count(*) FROM products WHERE sku LIKE 'IK-%'", owner) == 0)
                #expect(try await number("SELECT tries FROM imports WHERE ended_at IS NULL", owner) == 1)
                // A minute goes by.
                try await owner.query(Query<Void>("UPDATE imports SET lease_until = lease_until - interval '1 minute'"))
                let second = try await stage.started()
                while try await number("SELECT count(*) FROM imports WHERE ended_at IS NULL", owner) == 1 {
                    #expect(second.process?.exitCode == nil)
                }
                #expect(try await number("SELECT tries FROM imports WHERE result = 'done'", owner) == 2)
                let once = "SELECT count(*) FROM products WHERE sku LIKE 'IK-%' AND version = 1"
                #expect(try await number(SQL(stringLiteral: once), owner) == products)
                let history: SQL = """
                    SELECT count(*) FROM catalog_history WHERE subject = 'product' AND key LIKE 'IK-%'
                    """
                #expect(try await number(history, owner) == products)
                #expect(await second.stop() == 0)
            }
        }
    }

    private func number(_ sql: SQL, _ owner: Database) async throws -> Int {
        try await owner.query(.one(sql) { try $0.next(Int.self) })
    }

    /// Sends a file in, and kills the process when all products of it are merged and what tells of it is being written.
    private func killInTheMiddle(_ first: RunningService, _ stage: ExternalStage, _ owner: Database) async throws {
        let (beginning, begun) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Nobody merges products until the test can hold up what comes after.
            group.addTask {
                try await owner.holdingUp("products") {
                    for await _ in beginning {}
                }
            }
            while try await number("SELECT count(*) FROM pg_locks WHERE relation = 'products'::regclass AND granted", owner) == 0 {}
            let sent = try await first.ask(
                "POST", "/v1/imports?kind=products", as: stage.cast.stella.token, headers: [("Content-Type", "text/csv")],
                body: "sku,name.en\n" + (1...products).map { "IK-\($0),Killed\n" }.joined())
            #expect(sent.status == 202)
            while try await owner.waitingForLocks() == 0 { #expect(first.process?.exitCode == nil) }
            try await owner.transaction([]) { transaction in
                try await transaction.run(Query<Void>("LOCK TABLE import_outputs IN SHARE MODE"))
                begun.finish()
                let waiting: SQL = "SELECT count(*) FROM pg_locks WHERE relation = 'import_outputs'::regclass AND NOT granted"
                while try await number(waiting, owner) == 0 { #expect(first.process?.exitCode == nil) }
                await first.kill()
            }
            try await group.waitForAll()
        }
    }
}
