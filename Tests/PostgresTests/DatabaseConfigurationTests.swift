import FoundationEssentials
import Postgres
import Testing

@Suite struct DatabaseConfigurationTests {
    @Test func `the session has the role, timeouts and name that were asked for, and the string's own options`() async throws {
        try await TestCluster.shared.withDatabase { try await $0.query(Query<Void>("CREATE ROLE clerk")) }
        try await TestCluster.shared.withDatabase({
            $0.role = "clerk"
            $0.statementTimeout = .seconds(7)
            $0.lockTimeout = .milliseconds(1500)
            $0.connectionString += " options='-c work_mem=5MB'"
        }) { database in
            let settings = try await database.query(
                .all(
                    """
                    SELECT current_setting(name)
                    FROM unnest(\(["statement_timeout", "lock_timeout", "application_name", "work_mem", "role"]))
                    WITH ORDINALITY AS s (name, n) ORDER BY n
                    """
                ) { try $0.next(String.self) })
            #expect(settings == ["7s", "1500ms", "test", "5MB", "clerk"])
        }
    }

    @Test(arguments: ["host=/nowhere user=postgres", "this is no connection string", "host=127.0.0.1 port=1"])
    func `who cannot connect learns why in bounded time`(connectionString: String) async throws {
        try await TestCluster.shared.withDatabase({
            $0.connectionString = connectionString
            $0.acquireTimeout = .seconds(2)
        }) { database in
            let error = await #expect(throws: DatabaseError.self) { try await database.query(Query<Void>("SELECT 1")) }
            guard case .cannotConnect(let reason) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(!reason.isEmpty)
        }
    }

    @Test func `a value is never part of the statement`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let hostile = "'; DROP TABLE x; --\\ $1 \"%"
            let sql: SQL = "SELECT \(hostile)"
            #expect(sql.text == "SELECT $1")
            #expect(try await database.query(.one(sql) { try $0.next(String.self) }) == hostile)
            let id = UUID()
            let set = try await database.read(
                [Setting("app.account", id)], Query.one("SELECT current_setting('app.account')::uuid") { try $0.next(UUID.self) })
            #expect(set == id)
        }
    }
}
