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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(data), as: UTF8.self)
        return Query(
            """
            INSERT INTO supplier_changes (id, kind, subject_id, actor_id, at, data)
            VALUES (\(world.newUUID()), \(kind), \(subject), \(actor), \(world.now()), \(PostgresJSON(text: text)))
            """)
    }
}
