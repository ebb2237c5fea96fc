import Foundation
import Logging
import Postgres
import PurveyorTesting
import Testing

/// Migration 0012 on a live table: what it adds is filled in, for an owner whom forced row security holds like everybody else.
@Suite(.database) struct ApprovalMigrationTests {
    private let account = UUID()
    private let requester = UUID()
    private let editor = UUID()
    private let late = UUID()
    private let quote = UUID()
    private let plan = UUID()

    /// A database of an owner who is no superuser, with the migrations before 0012, and the string that connects as that owner.
    private func before(_ directory: String) async throws -> String {
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for file in try files.contentsOfDirectory(atPath: PackageFiles.path("Migrations")) where file < "0012" && file.hasSuffix(".sql") {
            try files.copyItem(atPath: PackageFiles.path("Migrations/" + file), toPath: directory + "/" + file)
        }
        let owner = TestDatabase.current.owner
        try await owner.query(Query<Void>("CREATE ROLE live_owner NOLOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE"))
        try await owner.query(Query<Void>("CREATE DATABASE live OWNER live_owner"))
        let connection = TestDatabase.current.ownerConnectionString + " dbname=live options='-c role=live_owner'"
        try await Migrator(directory: directory).apply(on: connection)
        return connection
    }

    /// A quote that its requester and two others have changed, the one of them before it was submitted with two steps.
    private var rows: [SQL] {
        [
            "SET LOCAL session_replication_role = replica",
            """
            INSERT INTO memberships (account_id, id, person_id, unit_id, roles, starts_on, created_at)
            VALUES (\(account), \(requester), \(requester), \(account), '{buyer}', '2026-01-01', '2026-01-01')
            """,
            """
            INSERT INTO quotes (account_id, id, number, name, state, revision, version, unit_id, requester_id, currency, total, plan_id,
                created_at, updated_at)
            VALUES (\(account), \(quote), 1, 'Q', 'submitted', 1, 4, \(account), \(requester), 'EUR', 1, \(plan), '2026-01-01',
                '2026-01-01')
            """,
            """
            INSERT INTO approval_plans (account_id, id, subject_kind, subject_id, revision, policy_version, digest, requester_id,
                requester_person_id, submitter_person_id, unit_id, total, currency, state, requested_at)
            VALUES (\(account), \(plan), 'quote', \(quote), 1, 1, '', \(requester), \(requester), \(requester), \(account), 1, 'EUR',
                'pending', '2026-02-03')
            """,
            """
            INSERT INTO approval_steps (account_id, plan_id, step, rule, reason, role, unit_id)
            SELECT \(account), \(plan), g, 'R', 'R', 'approver', \(account) FROM generate_series(1, 2) AS g
            """,
            """
            INSERT INTO events (account_id, sequence, id, kind, subject_kind, subject_id, actor_id, at, data, previous_hash, hash)
            SELECT \(account), e.day, gen_random_uuid(), 'quoteChanged', 'quote', \(quote), e.actor, '2026-02-01'::timestamptz
                + e.day * interval '1 day', '{}', '', ''
            FROM unnest(ARRAY[\(requester), \(editor), \(late)]::uuid[]) WITH ORDINALITY AS e (actor, day)
            """,
        ]
    }

    @Test func `plans and quotes that there are get their steps and editors, and row security is forced again`() async throws {
        let directory = "/tmp/migrations-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let connection = try await before(directory)
        var configuration = TestDatabase.current.owner.configuration
        configuration.connectionString += " dbname=live"
        let live = Database(configuration, logger: .init(label: "live"))
        try await live.transaction([]) { transaction in
            for row in rows { transaction.enqueue(Query<Void>(row)) }
        }
        let file = "0012_lines_of_approval.sql"
        try FileManager.default.copyItem(atPath: PackageFiles.path("Migrations/" + file), toPath: directory + "/" + file)
        #expect(try await Migrator(directory: directory).apply(on: connection).map(\.number) == [12])

        let editors = try await live.query(
            Query<[UUID]>.one("SELECT editor_person_ids FROM quotes") { try $0.next([UUID].self) })
        #expect(Set(editors) == [editor, late])
        let (steps, frozen) = try await live.query(
            Query.one("SELECT step_count, editor_person_ids FROM approval_plans") { (try $0.next(Int.self), try $0.next([UUID].self)) })
        #expect(steps == 2 && frozen == [editor], "who changed it afterwards had no part in it")
        let unforced = try await live.query(
            Query<Int>.one("SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity") { try $0.next(Int.self) })
        #expect(unforced == 0)
        await live.shutdown()
        try await TestDatabase.current.owner.query(Query<Void>("DROP DATABASE live"))
        try await TestDatabase.current.owner.query(Query<Void>("DROP ROLE live_owner"))
    }
}
