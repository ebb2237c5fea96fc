package import FoundationEssentials
import Kernel
import Ledger
import Persistence
package import Postgres

package enum AuditQueries {
    /// A page of what is looked for: the events first, by one index, and then what they are about.
    /// - Parameter hidden: kinds that the reader is not shown, asked for or not.
    package static func page(
        of account: UUID, filter: AuditFilter, without hidden: [String] = [], after position: AuditPosition?, limit: Int
    ) -> Query<[AuditEntry]> {
        .all(
            """
            SELECT e.account_id, e.sequence, e.id, e.kind, e.subject_kind, e.subject_id, e.actor_id, p.name, e.on_behalf_of, e.at,
                e.data, e.previous_hash, e.hash,
                p.email, b.name, \(title), o.session_id, o.api_key_id, o.address, o.request_id, \(names)
            FROM (\(events(of: account, filter, hidden, position, limit))) AS e
            LEFT JOIN persons AS p ON p.id = e.actor_id
            LEFT JOIN memberships AS m ON m.account_id = e.account_id AND m.id = e.on_behalf_of
            LEFT JOIN persons AS b ON b.id = m.person_id
            LEFT JOIN event_origins AS o ON o.account_id = e.account_id AND o.sequence = e.sequence
            ORDER BY \(order(filter, "e"))
            """, entry)
    }

    private static func events(
        of account: UUID, _ filter: AuditFilter, _ hidden: [String], _ position: AuditPosition?, _ limit: Int
    ) -> SQL {
        if let address = filter.address {
            return """
                SELECT e.*
                FROM event_origins AS k
                JOIN events AS e ON e.account_id = k.account_id AND e.sequence = k.sequence
                WHERE k.account_id = \(account) AND k.address = \(address) \(asked(filter, hidden, position, "k"))
                    \(filter.kinds, then: { "AND e.kind = ANY(\($0))" })
                ORDER BY \(order(filter, "k"))
                LIMIT \(limit)
                """
        }
        let one: SQL = "\(asked(filter, hidden, position, "e")) ORDER BY \(order(filter, "e")) LIMIT \(limit)"
        // Each kind by itself, so that each walks its index in the order of time.
        guard let kinds = filter.kinds else { return "SELECT e.* FROM events AS e WHERE e.account_id = \(account) \(one)" }
        return """
            SELECT f.*
            FROM (SELECT DISTINCT g.kind FROM unnest(\(kinds)) AS g (kind)) AS k
            CROSS JOIN LATERAL (SELECT e.* FROM events AS e WHERE e.account_id = \(account) AND e.kind = k.kind \(one)) AS f
            ORDER BY \(order(filter, "f"))
            LIMIT \(limit)
            """
    }

    /// - Parameter key: the row in whose order the page is read.
    private static func asked(_ filter: AuditFilter, _ hidden: [String], _ position: AuditPosition?, _ key: SQL) -> SQL {
        """
        \(hidden.isEmpty ? nil : hidden, then: { "AND e.kind <> ALL(\($0))" })
        \(filter.after, then: { "AND e.sequence > \($0)" })
        \(filter.person, then: { "AND e.actor_id = \($0)" })
        \(filter.onBehalfOf, then: { "AND e.on_behalf_of = \($0)" })
        \(filter.subjectKind, then: { "AND e.subject_kind = \($0)" })
        \(filter.subject, then: { "AND e.subject_id = \($0)" })
        \(filter.from, then: { "AND \(key).at >= \($0)" })
        \(filter.to, then: { "AND \(key).at < \($0)" })
        \(position, then: { beyond($0, filter, key) })
        """
    }

    private static func beyond(_ position: AuditPosition, _ filter: AuditFilter, _ key: SQL) -> SQL {
        if filter.isByNumber { return "AND \(key).sequence > \(position.sequence)" }
        let comparison: SQL = filter.order == .newest ? "<" : ">"
        return "AND (\(key).at, \(key).sequence) \(comparison) (\(position.at), \(position.sequence))"
    }

    private static func order(_ filter: AuditFilter, _ key: SQL) -> SQL {
        if filter.isByNumber { return "\(key).sequence" }
        return filter.order == .newest ? "\(key).at DESC, \(key).sequence DESC" : "\(key).at, \(key).sequence"
    }

    /// What the subject is called. Later kinds that are not here have no title and lose nothing else.
    private static let title: SQL = """
        CASE e.subject_kind
            WHEN 'account' THEN (SELECT t.name FROM accounts AS t WHERE t.id = e.subject_id AND t.id = e.account_id)
            WHEN 'unit' THEN (SELECT t.name FROM units AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'membership' THEN (
                SELECT n.name
                FROM memberships AS t
                JOIN persons AS n ON n.id = t.person_id
                WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'person' THEN (SELECT t.name FROM persons AS t WHERE t.id = e.subject_id)
            WHEN 'role' THEN (SELECT t.name FROM roles AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'costCentre' THEN (
                SELECT t.code || ' ' || t.name FROM cost_centres AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'address' THEN (
                SELECT t.name || ', ' || t.city FROM addresses AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'contract' THEN (
                SELECT t.number || ' ' || t.name FROM contracts AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'quote' THEN (
                SELECT 'Q-' || lpad(t.number::text, greatest(6, length(t.number::text)), '0') || ' ' || t.name
                FROM quotes AS t
                WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'order' THEN (
                SELECT 'O-' || lpad(t.number::text, greatest(6, length(t.number::text)), '0')
                FROM orders AS t
                WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'approval' THEN (
                SELECT 'Q-' || lpad(q.number::text, greatest(6, length(q.number::text)), '0') || ' ' || q.name
                FROM approval_plans AS t
                JOIN quotes AS q ON q.account_id = t.account_id AND q.id = t.subject_id
                WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'invitation' THEN (SELECT t.email FROM invitations AS t WHERE t.account_id = e.account_id AND t.id = e.subject_id)
            WHEN 'delegation' THEN (
                SELECT n.name
                FROM delegations AS t
                JOIN memberships AS m ON m.account_id = t.account_id AND m.id = t.delegator_id
                JOIN persons AS n ON n.id = m.person_id
                WHERE t.account_id = e.account_id AND t.id = e.subject_id)
        END
        """

    /// The units, members and people whose ids stand in the data, by id: those of the account, and people only where it has or had them.
    private static let names: SQL = """
        (
            SELECT jsonb_object_agg(i.id, n.name)::text
            FROM (
                SELECT DISTINCT lower(g.found[1])::uuid AS id
                FROM regexp_matches(
                    e.data::text, '"([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})"', 'g') AS g (found)
            ) AS i
            CROSS JOIN LATERAL (
                SELECT u.name FROM units AS u WHERE u.account_id = e.account_id AND u.id = i.id
                UNION ALL
                SELECT w.name
                FROM memberships AS v
                JOIN persons AS w ON w.id = v.person_id
                WHERE v.account_id = e.account_id AND v.id = i.id
                UNION ALL
                SELECT w.name
                FROM persons AS w
                WHERE w.id = i.id AND (
                    EXISTS (SELECT FROM memberships AS v WHERE v.account_id = e.account_id AND v.person_id = w.id)
                    OR EXISTS (SELECT FROM account_team_members AS v WHERE v.account_id = e.account_id AND v.person_id = w.id))
            ) AS n
        )
        """

    private static func entry(_ row: inout Row) throws -> AuditEntry {
        let event = Event(
            account: try row.next(), sequence: try row.next(), id: try row.next(), kind: try row.next(), subjectKind: try row.next(),
            subject: try row.next(), actor: try row.next(), actorName: try row.next(), onBehalfOf: try row.next(), at: try row.next(),
            data: try row.next(), previousHash: try row.next(), hash: try row.next())
        let (email, member, title) = (try row.next(String?.self), try row.next(String?.self), try row.next(String?.self))
        let origin = EventOrigin(session: try row.next(), apiKey: try row.next(), address: try row.next(), request: try row.next())
        return AuditEntry(
            event: event, actorEmail: email, memberName: member, title: title, origin: origin == EventOrigin() ? nil : origin,
            names: try row.next())
    }
}
