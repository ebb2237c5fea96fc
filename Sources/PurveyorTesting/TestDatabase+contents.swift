import Postgres

extension TestDatabase {
    /// A digest of every table's rows, by table: equal before and after what must change nothing. The ledger's heads are among them.
    package func contents() async throws -> [String: String] {
        let tables = try await owner.query(
            .all(
                """
                SELECT c.relname FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                ORDER BY c.relname
                """
            ) { try $0.next(String.self) })
        var digests: [String: String] = [:]
        for table in tables {
            // The name comes from the catalog itself.
            let rows = SQL(stringLiteral: "SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \"\(table)\" AS t")
            digests[table] = try await owner.query(Query.one(rows) { try $0.next(String.self) })
        }
        return digests
    }
}
