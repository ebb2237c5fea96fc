import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum SessionQueries {
    static func insert(_ session: Session, of person: PersonID, token: Digest) -> Query<Void> {
        Query(
            """
            INSERT INTO sessions (token_digest, id, person_id, created_at, expires_at, address, user_agent)
            VALUES (
                \(token), \(session.id), \(person), \(session.createdAt), \(session.expiresAt), \(session.address), \(session.userAgent)
            )
            """)
    }

    /// Those that are open, the oldest first.
    static func page(of person: PersonID, after: UUID?, limit: Int, at now: Instant) -> Query<[Session]> {
        .all(
            """
            SELECT s.id, s.created_at, s.expires_at, s.address, s.user_agent, s.last_used_at
            FROM sessions AS s
            WHERE s.person_id = \(person) AND s.ended_at IS NULL AND s.expires_at > \(now) \(after, then: { "AND s.id > \($0)" })
            ORDER BY s.id
            LIMIT \(limit)
            """
        ) { row in
            Session(
                id: try row.next(), createdAt: try row.next(), expiresAt: try row.next(), address: try row.next(),
                userAgent: try row.next(), lastUsedAt: try row.next())
        }
    }

    static func end(_ session: UUID, of person: PersonID, at now: Instant) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE sessions SET ended_at = \(now)
            WHERE person_id = \(person) AND id = \(session) AND ended_at IS NULL AND expires_at > \(now)
            """, otherwise: SignInRefusal.sessionNotFound)
    }

    static func endAll(of person: PersonID, except session: UUID? = nil, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE sessions SET ended_at = \(now)
            WHERE person_id = \(person) AND ended_at IS NULL AND expires_at > \(now) \(session, then: { "AND id <> \($0)" })
            """)
    }

    /// Uses of sessions since they were written before.
    static func record(_ uses: [CredentialUses.Use]) -> Query<Void> {
        Query(
            """
            UPDATE sessions AS s
            SET last_used_at = u.at
            FROM unnest(\(uses.map(\.token)), \(uses.map(\.at))) AS u (token, at)
            WHERE s.token_digest = u.token AND (s.last_used_at IS NULL OR s.last_used_at < u.at)
            """)
    }
}
