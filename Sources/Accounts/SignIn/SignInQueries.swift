import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum SignInQueries {
    struct KnownPerson: Sendable {
        let person: Person
        let passwordHash: String?
    }

    static func person(email: String) -> Query<KnownPerson?> {
        .optional("SELECT p.id, p.email, p.name, p.language, p.password_hash FROM persons AS p WHERE p.email = \(email)") { row in
            KnownPerson(
                person: Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next()),
                passwordHash: try row.next())
        }
    }

    static func person(_ id: PersonID) -> Query<KnownPerson?> {
        .optional("SELECT p.id, p.email, p.name, p.language, p.password_hash FROM persons AS p WHERE p.id = \(id)") { row in
            KnownPerson(
                person: Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next()),
                passwordHash: try row.next())
        }
    }

    /// When the failure happened whose ageing out of the window ends the throttling; nil where nothing is throttled.
    /// Counted per person and address, and per address: never per person alone, or anybody could lock out anybody.
    static func throttlingFailure(_ attempt: SignInAttempt) -> Query<Instant?> {
        .one(
            """
            SELECT max(f.failed_at) FROM (
                (
                    SELECT e.failed_at FROM sign_in_failures AS e
                    WHERE e.email_digest = \(attempt.emailDigest) AND e.address = \(attempt.address)
                        AND e.failed_at > \(attempt.windowStart)
                    ORDER BY e.failed_at DESC OFFSET \(Limits.signInFailuresPerPerson - 1) LIMIT 1
                )
                UNION ALL
                (
                    SELECT a.failed_at FROM sign_in_failures AS a
                    WHERE a.address = \(attempt.address) AND a.failed_at > \(attempt.windowStart)
                    ORDER BY a.failed_at DESC OFFSET \(Limits.signInFailuresPerAddress - 1) LIMIT 1
                )
            ) AS f
            """
        ) { row in try row.next(Instant?.self) }
    }

    /// Notes a failure, and takes some that have left the window away.
    static func recordFailure(_ attempt: SignInAttempt) -> Query<Void> {
        Query(
            """
            WITH old AS (
                SELECT f.ctid FROM sign_in_failures AS f WHERE f.failed_at <= \(attempt.windowStart) LIMIT 100
            ), gone AS (
                DELETE FROM sign_in_failures WHERE ctid IN (SELECT o.ctid FROM old AS o)
            )
            INSERT INTO sign_in_failures (email_digest, address, failed_at)
            VALUES (\(attempt.emailDigest), \(attempt.address), \(attempt.at))
            """)
    }

    /// Who signs in has shown that the failures before were their own.
    static func forgetFailures(_ attempt: SignInAttempt) -> Query<Void> {
        Query("DELETE FROM sign_in_failures WHERE email_digest = \(attempt.emailDigest) AND address = \(attempt.address)")
    }
}

enum SessionQueries {
    static func insert(_ session: UUID, of person: PersonID, token: Digest, at now: Instant, until expiresAt: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO sessions (token_digest, id, person_id, created_at, expires_at)
            VALUES (\(token), \(session), \(person), \(now), \(expiresAt))
            """)
    }

    static func end(_ token: Digest, at now: Instant) -> Query<Void> {
        Query("UPDATE sessions SET ended_at = \(now) WHERE token_digest = \(token) AND ended_at IS NULL")
    }

    /// - Parameter kept: a session that goes on.
    static func endAll(of person: PersonID, but kept: UUID, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE sessions SET ended_at = \(now)
            WHERE person_id = \(person) AND id <> \(kept) AND ended_at IS NULL AND expires_at > \(now)
            """)
    }

    static func endAll(of person: PersonID, at now: Instant) -> Query<Void> {
        Query("UPDATE sessions SET ended_at = \(now) WHERE person_id = \(person) AND ended_at IS NULL AND expires_at > \(now)")
    }
}
