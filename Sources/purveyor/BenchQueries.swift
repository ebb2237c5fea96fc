import Postgres

/// The statements of the bench itself. What it measures is the service's own, taken from the server's log.
enum BenchQueries {
    /// What `bench db` answers a request with.
    static func name(ofProduct sku: String) -> Query<String> {
        .one("SELECT p.unit_of_measure FROM products AS p WHERE p.sku = \(sku)") { row in try row.next() }
    }

    static let anyProduct = Query<String>.one("SELECT p.sku FROM products AS p ORDER BY p.sku LIMIT 1") { row in try row.next() }

    /// The file that the server logs to.
    static let logFile = Query<String>.one("SELECT current_setting('data_directory') || '/' || pg_current_logfile()") { row in
        try row.next()
    }

    static let logStatements = [
        Query<Void>("ALTER SYSTEM SET log_statement = 'all'"), Query<Void>("ALTER SYSTEM SET log_error_verbosity = 'default'"), reload,
    ]
    static let logNoStatements = [
        Query<Void>("ALTER SYSTEM RESET log_statement"), Query<Void>("ALTER SYSTEM RESET log_error_verbosity"), reload,
    ]
    private static let reload = Query<Void>("SELECT pg_reload_conf()")

    /// So that no run meets the plans, or the work, that the one before has left.
    static let settle = [Query<Void>("VACUUM ANALYZE"), Query<Void>("CHECKPOINT")]
}
