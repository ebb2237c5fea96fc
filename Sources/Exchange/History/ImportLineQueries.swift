import Kernel
import Persistence
import Postgres

/// Where the lines of a file wait until a customer's are all there: a file is in the order of its invoices. The table is temporary, of one
/// transaction on one connection: nothing is left of an import that was broken off, and no other one sees it.
enum ImportLineQueries {
    /// Two imports at once would both find the same orders missing. False where another one is running; the lock ends with the transaction.
    static func becomeTheOnlyImport() -> Query<Bool> {
        .one("SELECT pg_try_advisory_xact_lock(hashtextextended('purveyor.import', 0))") { row in try row.next() }
    }

    static func createTable() -> Query<Void> {
        Query(
            """
            CREATE TEMPORARY TABLE import_lines (
                line bigint NOT NULL,
                customer text NOT NULL,
                country text NOT NULL,
                document text NOT NULL,
                is_return boolean NOT NULL,
                sku text NOT NULL,
                name text NOT NULL,
                quantity numeric NOT NULL,
                unit_price numeric NOT NULL,
                -- the file's wall clock, as though it were in UTC
                wall timestamptz NOT NULL
            ) ON COMMIT DROP
            """)
    }

    static let copy: StaticString =
        """
        COPY import_lines (line, customer, country, document, is_return, sku, name, quantity, unit_price, wall)
        FROM STDIN (FORMAT binary)
        """

    static func index() -> Query<Void> {
        Query("CREATE INDEX import_lines_by_customer ON import_lines (customer, wall, line)")
    }

    /// Nobody else gathers statistics of a temporary table.
    static func analyze() -> Query<Void> {
        Query("ANALYZE import_lines")
    }

    static func customerCount() -> Query<Int> {
        .one("SELECT count(DISTINCT l.customer) FROM import_lines AS l") { row in try row.next() }
    }

    static func customers(after customer: String, limit: Int) -> Query<[String]> {
        .all(
            """
            SELECT l.customer
            FROM import_lines AS l
            WHERE l.customer > \(customer)
            GROUP BY l.customer
            ORDER BY l.customer
            LIMIT \(limit)
            """
        ) { row in try row.next() }
    }

    /// A customer's lines, oldest first.
    static func lines(of customer: String, timeZone: String, currency: Currency) -> Query<[CustomerHistory.Placed]> {
        .all(
            """
            SELECT l.line, l.country, l.document, l.is_return, l.sku, l.name, l.quantity, l.unit_price, l.wall,
                (l.wall AT TIME ZONE 'UTC') AT TIME ZONE \(timeZone)
            FROM import_lines AS l
            WHERE l.customer = \(customer)
            ORDER BY l.wall, l.line
            """
        ) { row in
            let line = HistoryLine(
                line: try row.next(), customer: customer, country: try row.next(), document: try row.next(), isReturn: try row.next(),
                sku: try row.next(), name: try row.next(), quantity: try row.next(), unitPrice: try row.money(in: currency),
                placedAt: WallTime(asUTC: try row.next()))
            return (line, try row.next())
        }
    }
}
