import Accounts
import FoundationEssentials
import Kernel
import Persistence
import Postgres

/// Imports as the supplier's people send them in and read them.
enum ImportQueries {
    /// Told with the commit when there is a job.
    static let channel = "imports"

    static func begin(
        _ id: ImportID, _ kind: ImportJob.Kind, account: AccountID?, _ options: ImportOptions, by person: PersonID, session: UUID?,
        address: String?, request: String?, at now: Instant
    ) throws -> Query<Void> {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(options), as: UTF8.self)
        return Query(
            """
            INSERT INTO imports (id, person_id, kind, for_account, options, created_at, session_id, address, request)
            VALUES (\(id), \(person), \(kind.rawValue), \(account), \(text), \(now), \(session), \(address), \(request))
            """)
    }

    static func add(_ bytes: [UInt8], at position: Int, to id: ImportID) -> Query<Void> {
        Query("INSERT INTO import_chunks (import_id, position, bytes) VALUES (\(id), \(position)::bigint, \(bytes))")
    }

    /// It is a job from now on.
    static func ready(_ id: ImportID, bytes: Int, at now: Instant) -> Query<Void> {
        Query(
            """
            WITH made AS (UPDATE imports SET ready_at = \(now), input_bytes = \(bytes) WHERE id = \(id))
            SELECT pg_notify('imports', '')
            """)
    }

    /// What was sent in and is no job after all.
    static func discard(_ id: ImportID) -> Query<Void> {
        Query("DELETE FROM imports WHERE id = \(id) AND ready_at IS NULL")
    }

    /// Who looks at imports: at all of the catalog's with its permission, at those of contracts while they write there, and at their own.
    struct Sight: Sendable {
        let person: PersonID
        let keepsCatalog: Bool
        let writesContracts: Bool
    }

    static func one(_ id: ImportID, _ sight: Sight, at now: Instant) -> Query<ImportJob?> {
        .optional("\(columns(sight, now)) WHERE i.id = \(id) AND \(seen(sight, now))", job)
    }

    /// The newest first.
    static func page(
        _ sight: Sight, kind: ImportJob.Kind?, before id: ImportID?, limit: Int, at now: Instant
    ) -> Query<[ImportJob]> {
        .all(
            """
            \(columns(sight, now))
            WHERE \(seen(sight, now))
                \(kind?.rawValue, then: { "AND i.kind = \($0)" })
                \(id, then: { "AND i.id < \($0)" })
            ORDER BY i.id DESC
            LIMIT \(limit)
            """, job)
    }

    /// The next piece of a file that an import has written.
    static func output(_ name: ImportOutput, of id: ImportID, at position: Int) -> Query<String?> {
        .optional(
            """
            SELECT o.text FROM import_outputs AS o
            WHERE o.import_id = \(id) AND o.name = \(name.rawValue) AND o.position = \(position)
            """
        ) { try $0.next() }
    }

    /// Ends what waits; what runs, whoever has it ends when they see it. Nothing where it has ended, or was cancelled before.
    static func cancel(_ id: ImportID, _ sight: Sight, at now: Instant) -> Query<Int?> {
        .optional(
            """
            UPDATE imports AS i SET cancelled_by = \(sight.person), cancel_asked_at = \(now),
                ended_at = CASE WHEN i.lease_until > \(now) THEN NULL ELSE \(now) END,
                result = CASE WHEN i.lease_until > \(now) THEN NULL ELSE 'cancelled' END
            WHERE i.id = \(id) AND i.ended_at IS NULL AND i.cancel_asked_at IS NULL AND \(seen(sight, now))
            RETURNING 1
            """
        ) { try $0.next() }
    }

    private static func seen(_ sight: Sight, _ now: Instant) -> SQL {
        "i.ready_at IS NOT NULL AND (i.person_id = \(sight.person) OR \(mayImport(sight, now)))"
    }

    /// Whether they may send in the same. Who has left the account's team, or writes no contracts any more, may not.
    private static func mayImport(_ sight: Sight, _ now: Instant) -> SQL {
        """
        CASE WHEN i.for_account IS NULL THEN \(sight.keepsCatalog) ELSE \(sight.writesContracts) AND EXISTS (
            SELECT FROM account_team_members AS t
            JOIN accounts AS a ON a.id = t.account_id
            WHERE t.account_id = i.for_account AND t.person_id = \(sight.person) AND t.access = 'edit'
                AND t.starts_on <= (\(now) AT TIME ZONE a.time_zone)::date
                AND (t.ends_on IS NULL OR t.ends_on >= (\(now) AT TIME ZONE a.time_zone)::date)) END
        """
    }

    private static func columns(_ sight: Sight, _ now: Instant) -> SQL {
        """
        SELECT i.id, i.kind, i.for_account, i.person_id, p.name, i.options, i.created_at,
            coalesce(i.result, CASE WHEN i.cancel_asked_at IS NOT NULL THEN 'cancelling' WHEN i.lease_until > \(now) THEN 'running'
                ELSE 'queued' END), i.started_at, i.ended_at,
            i.input_bytes, i.bytes_read, i.lines_read, i.encoding, CASE WHEN m.may THEN i.outcome END, i.failure, i.cancelled_by, c.name,
            CASE WHEN m.may THEN ARRAY(SELECT o.name FROM import_outputs AS o WHERE o.import_id = i.id AND o.position = 0)
                ELSE '{}' END
        FROM imports AS i
        JOIN persons AS p ON p.id = i.person_id
        LEFT JOIN persons AS c ON c.id = i.cancelled_by
        CROSS JOIN LATERAL (SELECT \(mayImport(sight, now)) AS may) AS m
        """
    }

    private static func job(_ row: inout Row) throws -> ImportJob {
        let (id, kind) = (try row.next(ImportID.self), ImportJob.Kind(rawValue: try row.next()))
        let (account, person, name) = (try row.next(AccountID?.self), try row.next(PersonID.self), try row.next(String.self))
        let options = try JSONDecoder().decode(ImportOptions.self, from: Data(row.next(String.self).utf8))
        let (created, state) = (try row.next(Instant.self), ImportJob.State(rawValue: try row.next()))
        guard let kind, let state else { throw PostgresDecodingError.noRow }
        let (started, ended) = (try row.next(Instant?.self), try row.next(Instant?.self))
        let (bytes, bytesRead, linesRead) = (try row.next(Int.self), try row.next(Int.self), try row.next(Int.self))
        let encoding = try row.next(String?.self)
        let outcome = try row.next(String?.self).map { try JSONDecoder().decode(ImportOutcome.self, from: Data($0.utf8)) }
        let failure = try row.next(String?.self)
        let (canceller, cancellerName) = (try row.next(PersonID?.self), try row.next(String?.self))
        let outputs = Set(try row.next([String].self))
        return ImportJob(
            id: id, kind: kind, account: account, person: person, personName: name, options: options, createdAt: created, state: state,
            startedAt: started, endedAt: ended, bytes: bytes, bytesRead: bytesRead, linesRead: linesRead, encoding: encoding,
            outcome: outcome, failure: failure,
            cancelledBy: canceller.map { ImportJob.Canceller(person: $0, name: cancellerName ?? "") },
            outputs: ImportOutput.allCases.filter { outputs.contains($0.rawValue) })
    }
}
