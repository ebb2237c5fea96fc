import Cryptography
import Kernel
import Persistence
import Postgres

enum PasswordResetQueries {
    static func insert(_ token: Digest, of person: PersonID, at now: Instant, until expiresAt: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO password_resets (token_digest, person_id, created_at, expires_at)
            VALUES (\(token), \(person), \(now), \(expiresAt))
            """)
    }

    /// Whose link it is, and whether it still opens something.
    static func find(_ token: Digest, at now: Instant) -> Query<(person: PersonID, isOpen: Bool)?> {
        .optional(
            "SELECT r.person_id, r.ended_at IS NULL AND r.expires_at > \(now) FROM password_resets AS r WHERE r.token_digest = \(token)"
        ) { row in (try row.next(), try row.next()) }
    }

    /// Of several at once one gets it.
    static func use(_ token: Digest, at now: Instant) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE password_resets SET ended_at = \(now)
            WHERE token_digest = \(token) AND ended_at IS NULL AND expires_at > \(now)
            """, otherwise: PasswordResetRefusal.ended)
    }

    static func endAll(of person: PersonID, at now: Instant) -> Query<Void> {
        Query("UPDATE password_resets SET ended_at = \(now) WHERE person_id = \(person) AND ended_at IS NULL")
    }

    /// Those who ask for the same person come one after the other.
    static func lock(_ email: Digest) -> Query<Void> {
        let key = email.bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return Query("SELECT pg_advisory_xact_lock(\(key))")
    }

    /// How often was asked since a time for one person, and when the request was made whose ageing ends the pause of a network address; nil
    /// where it need not pause.
    static func requests(
        for email: Digest, from address: String, since start: Instant
    ) -> Query<(forPerson: Int, pausedBy: Instant?)> {
        .one(
            """
            SELECT
                (SELECT count(*) FROM password_reset_requests AS e WHERE e.email_digest = \(email) AND e.requested_at > \(start)),
                (
                    SELECT a.requested_at FROM password_reset_requests AS a
                    WHERE a.address = \(address) AND a.requested_at > \(start)
                    ORDER BY a.requested_at DESC OFFSET \(Limits.passwordResetsPerAddress - 1) LIMIT 1
                )
            """
        ) { row in (try row.next(), try row.next()) }
    }

    /// Notes a request, and takes some away that count no more.
    static func note(_ email: Digest, from address: String, at now: Instant, forgetting start: Instant) -> Query<Void> {
        Query(
            """
            WITH old AS (
                SELECT r.ctid FROM password_reset_requests AS r WHERE r.requested_at <= \(start) LIMIT 100
            ), gone AS (
                DELETE FROM password_reset_requests WHERE ctid IN (SELECT o.ctid FROM old AS o)
            )
            INSERT INTO password_reset_requests (email_digest, address, requested_at) VALUES (\(email), \(address), \(now))
            """)
    }
}
