package import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum LedgerQueries {
    /// Events, as `event` reads them.
    private static let events: SQL = """
        SELECT e.account_id, e.sequence, e.id, e.kind, e.subject_kind, e.subject_id, e.actor_id, p.name, e.on_behalf_of, bp.name, e.at,
            e.data, e.previous_hash, e.hash
        FROM events AS e
        LEFT JOIN persons AS p ON p.id = e.actor_id
        LEFT JOIN memberships AS b ON b.account_id = e.account_id AND b.id = e.on_behalf_of
        LEFT JOIN persons AS bp ON bp.id = b.person_id
        """

    /// Numbers, chains and stores events of one account, in the order given, and queues them for the feed. The account's ledger
    /// head stays locked
    /// until the transaction ends, so this is the last statement of a writing transaction (locks in one order).
    package static func append(_ drafts: [EventDraft], to account: UUID, by actor: Actor, ids: [UUID], at: [Instant]) -> Query<Void> {
        Query(
            """
            SELECT append_events(
                \(account), \(ids), \(drafts.map(\.kind)), \(drafts.map(\.subjectKind)), \(drafts.map(\.subject)),
                \(actor.person), \(actor.onBehalfOf), \(at), \(drafts.map(\.data)),
                \(actor.origin?.session), \(actor.origin?.apiKey), \(actor.origin?.address), \(actor.origin?.request))
            """)
    }

    /// Where an account's ledger ends; nil before its first event.
    package static func head(of account: UUID) -> Query<LedgerProof.Head?> {
        .optional(
            """
            SELECT h.sequence, h.hash
            FROM ledger_heads AS h
            WHERE h.account_id = \(account)
            """
        ) { row in LedgerProof.Head(sequence: try row.next(), hash: try row.next()) }
    }

    /// An account's events after a number, oldest first.
    package static func page(of account: UUID, after sequence: Int, limit: Int) -> Query<[Event]> {
        .all(
            """
            \(events)
            WHERE e.account_id = \(account) AND e.sequence > \(sequence)
            ORDER BY e.sequence
            LIMIT \(limit)
            """, event)
    }

    /// The timeline: newest first, before a number, of some kinds or of one subject where asked.
    /// - Parameter hidden: kinds that the reader is not shown, asked for or not.
    package static func timeline(
        of account: UUID, before sequence: Int?, kinds: [String]?, without hidden: [String] = [], subject: UUID?, limit: Int
    ) -> Query<[Event]> {
        .all(
            """
            \(events)
            WHERE e.account_id = \(account)
                \(sequence, then: { "AND e.sequence < \($0)" })
                \(kinds, then: { "AND e.kind = ANY(\($0))" })
                \(hidden.isEmpty ? nil : hidden, then: { "AND e.kind <> ALL(\($0))" })
                \(subject, then: { "AND e.subject_id = \($0)" })
            ORDER BY e.sequence DESC
            LIMIT \(limit)
            """, event)
    }

    /// Makes this the only numberer of the feed until the transaction ends. A statement of its own: the next one's snapshot must be
    /// younger than the lock, or positions that another numberer has just given would be given again.
    package static func lockFeed() -> Query<Void> {
        Query("SELECT pg_advisory_xact_lock(hashtextextended('purveyor.feed', 0))")
    }

    /// Gives committed events without a place in the feed the next positions. An account's events commit in their order (the head's lock),
    /// so what is visible of them has no hole, and the feed keeps that order.
    package static func numberFeed(atMost limit: Int) -> Query<Void> {
        Query(
            """
            WITH waiting AS (
                SELECT q.account_id, q.sequence
                FROM feed_queue AS q
                ORDER BY q.account_id, q.sequence
                LIMIT \(limit)
            ), taken AS (
                DELETE FROM feed_queue AS q
                USING waiting AS w
                WHERE q.account_id = w.account_id AND q.sequence = w.sequence
                RETURNING q.account_id, q.sequence
            )
            INSERT INTO feed (position, account_id, sequence)
            SELECT (SELECT coalesce(max(f.position), 0) FROM feed AS f) + row_number() OVER (ORDER BY t.account_id, t.sequence),
                t.account_id, t.sequence
            FROM taken AS t
            """)
    }

    /// The feed after a position, in its order for good (rule 18).
    /// - Parameter key: only the events of accounts in which this key may read them; the transaction's `app.person` must be its person.
    package static func feed(after position: Int, limit: Int, with key: UUID? = nil) -> Query<[FeedEntry]> {
        .all(
            """
            SELECT f.position, e.account_id, e.sequence, e.id, e.kind, e.subject_kind, e.subject_id, e.actor_id, p.name, e.on_behalf_of,
                bp.name, e.at, e.data, e.previous_hash, e.hash
            FROM feed AS f
            JOIN events AS e ON e.account_id = f.account_id AND e.sequence = f.sequence
            LEFT JOIN persons AS p ON p.id = e.actor_id
            LEFT JOIN memberships AS b ON b.account_id = e.account_id AND b.id = e.on_behalf_of
            LEFT JOIN persons AS bp ON bp.id = b.person_id
            WHERE f.position > \(position) \(key, then: works)
            ORDER BY f.position
            LIMIT \(limit)
            """
        ) { row in FeedEntry(position: try row.next(), event: try event(&row)) }
    }

    private static func works(_ key: UUID) -> SQL {
        """
        AND EXISTS (
            SELECT
            FROM api_key_accounts AS ka
            WHERE ka.account_id = f.account_id AND ka.api_key_id = \(key) AND ka.revoked_at IS NULL AND 'readEvents' = ANY(ka.permissions)
        )
        """
    }

    private static func event(_ row: inout Row) throws -> Event {
        Event(
            account: try row.next(), sequence: try row.next(), id: try row.next(), kind: try row.next(), subjectKind: try row.next(),
            subject: try row.next(), actor: try row.next(), actorName: try row.next(), onBehalfOf: try row.next(),
            onBehalfOfName: try row.next(), at: try row.next(),
            data: try row.next(), previousHash: try row.next(), hash: try row.next())
    }
}
