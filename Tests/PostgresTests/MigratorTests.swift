import FoundationEssentials
import Postgres
import Testing

@Suite struct MigratorTests {
    /// A directory of migrations and an empty database.
    private struct Place {
        let directory = "/tmp/migrations-\(UUID())"
        let connectionString: String

        var migrator: Migrator { Migrator(directory: directory) }

        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        }

        func query<T>(_ query: Query<T>) async throws -> T {
            try await TestCluster.shared.withDatabase({ $0.connectionString = connectionString }) { try await $0.query(query) }
        }

        func exists(_ table: String) async throws -> Bool {
            try await query(.one("SELECT to_regclass(\(table)) IS NOT NULL") { try $0.next(Bool.self) })
        }
    }

    private func withPlace(_ name: String, _ body: (Place) async throws -> Void) async throws {
        try await TestCluster.shared.withDatabase { try await $0.query(Query<Void>(SQL(stringLiteral: "CREATE DATABASE \(name)"))) }
        let place = Place(connectionString: TestCluster.shared.connectionString + " dbname=\(name)")
        try FileManager.default.createDirectory(atPath: place.directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place.directory) }
        try place.write("0001_first.sql", "-- Two statements.\nCREATE TABLE first (n int8);\nINSERT INTO first VALUES (1);")
        try place.write("0002_second.sql", "CREATE TABLE second (n int8);")
        try await body(place)
    }

    @Test func `what is pending is applied in order, once`() async throws {
        try await withPlace("once") { place in
            #expect(try await place.migrator.pending(on: place.connectionString).map(\.number) == [1, 2])
            #expect(try await place.migrator.apply(on: place.connectionString).map(\.name) == ["first", "second"])
            #expect(try await place.migrator.apply(on: place.connectionString).isEmpty)
            #expect(try await place.migrator.pending(on: place.connectionString).isEmpty)
            #expect(try await place.migrator.status(on: place.connectionString).allSatisfy { $0.appliedAt != nil })
            try place.write("0010_third.sql", "INSERT INTO first VALUES (2)")
            #expect(try await place.migrator.apply(on: place.connectionString).map(\.number) == [10])
            #expect(try await place.query(.one("SELECT count(*) FROM first") { try $0.next(Int.self) }) == 2)
        }
    }

    @Test func `a migration that fails leaves nothing of itself and all before it`() async throws {
        try await withPlace("fails") { place in
            try place.write("0003_bad.sql", "CREATE TABLE third (n int8); SELECT 1/0;")
            let error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .failed(3, "bad", let cause as PostgresError) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(cause.sqlState == "22012")
            #expect(try await place.exists("second"))
            #expect(try await !place.exists("third"))
            #expect(try await place.migrator.pending(on: place.connectionString).map(\.number) == [3])
        }
    }

    @Test func `a file that was applied may not change or go, and none may come before it`() async throws {
        try await withPlace("changes") { place in
            try await place.migrator.apply(on: place.connectionString)
            try place.write("0001_first.sql", "CREATE TABLE first (n int4);")
            var error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .changed(1, "first") = error else { Issue.record("\(String(describing: error))"); return }
            try FileManager.default.removeItem(atPath: "\(place.directory)/0001_first.sql")
            error = await #expect(throws: MigrationError.self) { try await place.migrator.status(on: place.connectionString) }
            guard case .missing(1, "first") = error else { Issue.record("\(String(describing: error))"); return }
        }
        try await withPlace("late") { place in
            try place.write("0005_fifth.sql", "SELECT 1")
            try await place.migrator.apply(on: place.connectionString)
            try place.write("0004_fourth.sql", "SELECT 1")
            let error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .outOfOrder(4, "fourth") = error else { Issue.record("\(String(describing: error))"); return }
        }
    }

    @Test func `a file may say that it runs outside a transaction`() async throws {
        try await withPlace("outside") { place in
            try place.write("0003_index.sql", "-- migrate: no transaction\nCREATE INDEX CONCURRENTLY by_n ON first (n)")
            try await place.migrator.apply(on: place.connectionString)
            #expect(try await place.exists("by_n"))
        }
    }

    @Test func `outside a transaction each statement is carried out by itself, and a file that failed is done again`() async throws {
        let text = """
            -- migrate: no transaction
            -- Why; and a semicolon; in a comment.
            DROP INDEX CONCURRENTLY IF EXISTS by_n;
            CREATE INDEX CONCURRENTLY by_n ON first (n);
            -- The last.
            DROP INDEX CONCURRENTLY IF EXISTS unique_n;
            CREATE UNIQUE INDEX CONCURRENTLY unique_n
                ON first (n);

            """
        try await withPlace("outside_many") { place in
            try place.write("0003_indexes.sql", text)
            try place.write("0004_after.sql", "INSERT INTO first VALUES (1)")
            // A second row like the first makes the unique index impossible: it is left behind invalid.
            try place.write("0002_second.sql", "CREATE TABLE second (n int8); INSERT INTO first VALUES (1);")
            await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            #expect(try await place.exists("by_n"))
            #expect(try await place.migrator.pending(on: place.connectionString).map(\.number) == [3, 4])
            try await place.query(Query<Void>("DELETE FROM first"))
            try await place.migrator.apply(on: place.connectionString)
            let valid = try await place.query(
                .all("SELECT indisvalid FROM pg_index WHERE indrelid = 'first'::regclass") { try $0.next(Bool.self) })
            #expect(valid == [true, true])
        }
    }

    @Test func `a file may not end its own transaction`() async throws {
        try await withPlace("ends_itself") { place in
            try place.write("0003_commits.sql", "COMMIT; CREATE TABLE third (n int8)")
            let error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .endsTransaction(3, "commits") = error else { Issue.record("\(String(describing: error))"); return }
        }
    }

    @Test func `several migrators at once apply each file once`() async throws {
        try await withPlace("at_once") { place in
            try place.write("0003_slow.sql", "SELECT pg_sleep(0.1); CREATE TABLE third (n int8)")
            let migrator = place.migrator, connectionString = place.connectionString
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await migrator.apply(on: connectionString).count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 3)
        }
    }

    @Test func `files with the same number or no number are refused`() async throws {
        try await withPlace("names") { place in
            try place.write("2_again.sql", "SELECT 1")
            var error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .sameNumber(2) = error else { Issue.record("\(String(describing: error))"); return }
            try place.write("notes.sql", "SELECT 1")
            error = await #expect(throws: MigrationError.self) { try await place.migrator.apply(on: place.connectionString) }
            guard case .badFileName("notes.sql") = error else { Issue.record("\(String(describing: error))"); return }
        }
    }
}
