import Postgres
import Testing

@Suite struct PostgresErrorTests {
    struct Taken: Error {}

    @Test func `an error has every field, and prints only its code and constraint`() async throws {
        try await TestCluster.shared.withDatabase { database in
            _ = try await database.query(Query<Void>("CREATE TABLE fields (n int8 CONSTRAINT n_is_small CHECK (n < 10))"))
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.query(Query<Void>("INSERT INTO fields VALUES (\(4711))"))
                })
            #expect(error.sqlState == "23514")
            #expect(error.constraint == "n_is_small")
            #expect(error.table == "fields")
            #expect(error.schema == "public")
            #expect(error.severity == "ERROR")
            #expect(error.detail?.contains("4711") == true)
            #expect("\(error)" == "PostgreSQL error 23514 (constraint n_is_small)")
            #expect(String(reflecting: error).contains("4711"))
            #expect(!error.isSafeToRetry)
        }
    }

    @Test func `a constraint's name becomes the error that its query says`() async throws {
        try await TestCluster.shared.withDatabase { database in
            try await database.query(
                Query<Void>("CREATE TABLE meanings (n int8 CONSTRAINT n_is_free UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
            _ = try await database.query(Query<Void>("INSERT INTO meanings VALUES (1)"))
            let insert = Query<Void>("INSERT INTO meanings VALUES (1)").refusing("n_is_free", with: Taken())
            await #expect(throws: Taken.self) { try await database.query(insert) }
            await #expect(throws: Taken.self, "by COMMIT, with the query in it") { try await database.transaction { $0.enqueue(insert) } }
            await #expect(throws: Taken.self, "by COMMIT alone") { try await database.transaction { try await $0.run(insert) } }
        }
    }

    @Test func `a mistake in a statement says where`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let error = try #require(
                await #expect(throws: PostgresError.self) {
                    try await database.query(Query<Void>("SELECT nothing_like_it"))
                })
            #expect(error.sqlState == "42703")
            #expect(error.position == 8)
        }
    }
}
