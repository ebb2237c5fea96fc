import Foundation
import Postgres
import PostgresServer
import PurveyorTesting
import Testing

@Suite(.database) struct MigrationTests {
    /// `script/schema` writes the file anew.
    @Test func `schema.sql is what all migrations come to`() async throws {
        let programs = try await ServerPrograms.find()
        let outcome = try await Command([
            programs.dump, "--schema-only", "--no-owner", "--exclude-table=schema_migrations", TestDatabase.current.ownerConnectionString,
        ]).run()
        #expect(outcome.succeeded, "\(outcome.output)")
        let schema = Self.statements(in: outcome.output)
        let path = PackageFiles.path("Migrations/schema.sql")
        if ProcessInfo.processInfo.environment["PURVEYOR_WRITES_SCHEMA"] != nil {
            try schema.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOfFile: path, encoding: .utf8)
        let difference = schema.split(separator: "\n").difference(from: written.split(separator: "\n"))
        #expect(difference.isEmpty, "run script/schema: \(difference.prefix(20))")
    }

    @Test func `migrating once more changes nothing`() async throws {
        let database = TestDatabase.current
        let count = Query<Int>.one("SELECT count(*) FROM schema_migrations") { row in try row.next() }
        let before = try await database.owner.query(count)
        try await Migrator(directory: PackageFiles.path("Migrations")).apply(on: database.ownerConnectionString)
        #expect(try await database.owner.query(count) == before)
    }

    /// Without what a minor version of pg_dump may say another way: comments, settings, the meta-commands of psql.
    private static func statements(in dump: String) -> String {
        var lines: [Substring] = ["-- The sum of all migrations, for readers; script/schema writes it.", ""]
        for line in dump.split(separator: "\n", omittingEmptySubsequences: false) {
            if ["--", "SET ", "SELECT pg_catalog.set_config", "\\"].contains(where: { line.hasPrefix($0) }) { continue }
            if !line.isEmpty || lines.last?.isEmpty == false { lines.append(line) }
        }
        return lines.joined(separator: "\n")
    }
}
