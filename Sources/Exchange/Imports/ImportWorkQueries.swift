import Accounts
import FoundationEssentials
import Kernel
import Persistence
import Postgres

/// Imports as those who carry them out see them.
enum ImportWorkQueries {
    /// What such a transaction begins with (Migrations/0062).
    static let settings = [Setting("app.runs_imports", true)]

    /// Lends the oldest job to one worker; who does not renew the lease loses it to another.
    static func claim(as runner: UUID, at now: Instant, until leaseEnd: Instant) -> Query<ClaimedImport?> {
        .optional(
            """
            WITH due AS MATERIALIZED (
                SELECT w.id
                FROM imports AS w
                WHERE w.ready_at IS NOT NULL AND w.ended_at IS NULL AND w.cancel_asked_at IS NULL
                    AND (w.lease_until IS NULL OR w.lease_until <= \(now))
                ORDER BY w.ready_at, w.id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            UPDATE imports AS i
            SET runner = \(runner), lease_until = \(leaseEnd), tries = i.tries + 1, started_at = coalesce(i.started_at, \(now))
            FROM due
            WHERE i.id = due.id
            RETURNING i.id, i.kind, i.for_account, i.person_id, i.options, i.session_id, i.address, i.request, i.tries
            """
        ) { row in
            let (id, kind) = (try row.next(ImportID.self), ImportJob.Kind(rawValue: try row.next()))
            guard let kind else { throw PostgresDecodingError.noRow }
            let (account, person) = (try row.next(AccountID?.self), try row.next(PersonID.self))
            let options = try JSONDecoder().decode(ImportOptions.self, from: Data(row.next(String.self).utf8))
            return ClaimedImport(
                id: id, runner: runner, kind: kind, account: account, person: person, options: options, session: try row.next(),
                address: try row.next(), request: try row.next(), tries: try row.next())
        }
    }

    static func chunk(_ position: Int, of id: ImportID) -> Query<[UInt8]?> {
        .optional("SELECT c.bytes FROM import_chunks AS c WHERE c.import_id = \(id) AND c.position = \(position)") { try $0.next() }
    }

    /// Keeps the job, and says how far it is; whoever has lost it, or is to end it, is told so.
    static func renew(_ job: ClaimedImport, bytes: Int, lines: Int, until leaseEnd: Instant) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE imports SET lease_until = \(leaseEnd), bytes_read = \(bytes), lines_read = \(lines)
            WHERE id = \(job.id) AND runner = \(job.runner) AND ended_at IS NULL AND cancel_asked_at IS NULL
            """, otherwise: ImportNotOurs())
    }

    /// In the transaction of what the import did, so that it is done once: whoever has lost the job, or is to end it, undoes what they did.
    static func done(
        _ job: ClaimedImport, _ outcome: ImportOutcome, encoding: String, at now: Instant
    ) throws -> Query<Void> {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(outcome), as: UTF8.self)
        return .changing(
            1,
            """
            UPDATE imports SET ended_at = \(now), result = 'done', outcome = \(text), encoding = \(encoding), bytes_read = input_bytes,
                lines_read = \(outcome.read), lease_until = NULL
            WHERE id = \(job.id) AND runner = \(job.runner) AND ended_at IS NULL AND cancel_asked_at IS NULL
            """, otherwise: ImportNotOurs())
    }

    static func failed(_ job: ClaimedImport, _ reason: String, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE imports SET ended_at = \(now), lease_until = NULL,
                result = CASE WHEN cancel_asked_at IS NULL THEN 'failed' ELSE 'cancelled' END,
                failure = CASE WHEN cancel_asked_at IS NULL THEN \(reason) END
            WHERE id = \(job.id) AND runner = \(job.runner) AND ended_at IS NULL
            """)
    }

    /// Where somebody has cancelled it: what was done of it has been undone. Nothing where another has it.
    static func cancelled(_ job: ClaimedImport, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE imports SET ended_at = \(now), result = 'cancelled', lease_until = NULL
            WHERE id = \(job.id) AND runner = \(job.runner) AND ended_at IS NULL AND cancel_asked_at IS NOT NULL
            """)
    }

    /// Ends what was cancelled while somebody had it who came to no end with it.
    static func endCancelled(at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE imports SET ended_at = \(now), result = 'cancelled', lease_until = NULL
            WHERE cancel_asked_at IS NOT NULL AND ended_at IS NULL AND (lease_until IS NULL OR lease_until <= \(now))
            """)
    }

    /// Somebody tries it again, not before `later`.
    static func giveBack(_ job: ClaimedImport, until later: Instant) -> Query<Void> {
        Query(
            """
            UPDATE imports SET lease_until = \(later), runner = NULL
            WHERE id = \(job.id) AND runner = \(job.runner) AND ended_at IS NULL
            """)
    }

    static func write(_ text: String, _ name: ImportOutput, at position: Int, of id: ImportID) -> Query<Void> {
        Query(
            """
            INSERT INTO import_outputs (import_id, name, position, text) VALUES (\(id), \(name.rawValue), \(position)::bigint, \(text))
            """)
    }

    /// Files of jobs that have ended, some days after; what they wrote some more days after; and what was never sent whole.
    static func clear(inputsBefore: Instant, outputsBefore: Instant, unsentBefore: Instant) -> [Query<Void>] {
        [
            Query(
                """
                DELETE FROM import_chunks AS c USING imports AS i WHERE i.id = c.import_id AND i.ended_at < \(inputsBefore)
                """),
            Query(
                """
                DELETE FROM import_outputs AS o USING imports AS i WHERE i.id = o.import_id AND i.ended_at < \(outputsBefore)
                """),
            Query("DELETE FROM imports WHERE ready_at IS NULL AND created_at < \(unsentBefore)"),
        ]
    }
}

/// An import that a worker has taken.
struct ClaimedImport: Sendable {
    let id: ImportID
    let runner: UUID
    let kind: ImportJob.Kind
    let account: AccountID?
    let person: PersonID
    let options: ImportOptions
    let session: UUID?
    let address: String?
    let request: String?
    let tries: Int
}

/// Another worker has the job by now, or somebody has cancelled it: what this one did is undone.
struct ImportNotOurs: Error {}
