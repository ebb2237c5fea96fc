import Postgres

enum ReadinessQueries {
    /// Answered by any server that takes statements.
    static func anything() -> Query<Void> { Query("SELECT") }

    /// Whether the session's role could look past row security: as a superuser, by attribute, or as an owner of tables.
    static func passesRowSecurity() -> Query<Bool> {
        .one(
            """
            SELECT r.rolsuper OR r.rolbypassrls
                OR EXISTS (SELECT FROM pg_class AS c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
            FROM pg_roles AS r
            WHERE r.rolname = current_user
            """
        ) { row in try row.next() }
    }
}
