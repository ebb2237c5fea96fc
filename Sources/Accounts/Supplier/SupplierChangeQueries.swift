import FoundationEssentials
import Kernel
import Persistence
import Postgres

/// What changes on the supplier's own side, where there is no account whose ledger would have it.
enum SupplierChangeQueries {
    /// - Parameter actor: nil for the command line.
    static func record<Subject>(
        _ kind: String, _ subject: ID<Subject>, _ data: some Encodable, by actor: PersonID?, in world: World
    ) throws -> Query<Void> {
        Query(
            """
            INSERT INTO supplier_changes (id, kind, subject_id, actor_id, at, data)
            VALUES (\(world.newUUID()), \(kind), \(subject), \(actor), \(world.now()), \(PostgresJSON(text: try data.canonicalJSON())))
            """)
    }

    /// The newest first: ids rise with time.
    static func page(_ filter: SupplierChangeFilter, before position: UUID?, limit: Int) -> Query<[SupplierChange]> {
        .all(
            """
            SELECT c.id, c.kind, c.subject_id, coalesce(s.name, o.name), c.actor_id, a.name, a.email, c.at, c.data
            FROM supplier_changes AS c
            LEFT JOIN persons AS s ON s.id = c.subject_id
            LEFT JOIN partners AS o ON o.id = c.subject_id
            LEFT JOIN persons AS a ON a.id = c.actor_id
            WHERE true
                \(filter.kinds, then: { "AND c.kind = ANY(\($0))" })
                \(filter.subject, then: { "AND c.subject_id = \($0)" })
                \(filter.person, then: { "AND c.actor_id = \($0)" })
                \(filter.from, then: { "AND c.at >= \($0)" })
                \(filter.to, then: { "AND c.at < \($0)" })
                \(position, then: { "AND c.id < \($0)" })
            ORDER BY c.id DESC
            LIMIT \(limit)
            """
        ) { row in
            let (id, kind) = (try row.next(UUID.self), try row.next(String.self))
            let (subject, title) = (try row.next(UUID.self), try row.next(String?.self))
            let (actor, name, email) = (try row.next(PersonID?.self), try row.next(String?.self), try row.next(String?.self))
            let by = actor.map { SupplierChange.By(person: $0, name: name ?? "", email: email ?? "") }
            let (at, data) = (try row.next(Instant.self), try row.next(PostgresJSON.self))
            return SupplierChange(id: id, kind: kind, subject: subject, subjectName: title, by: by, at: at, data: data.text)
        }
    }
}
