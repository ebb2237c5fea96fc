extension Query {
    /// The server's plan for this query with these values, a line a row: for tests that hold a statement to its index.
    public var explained: Query<[String]> {
        .all(SQL(text: "EXPLAIN (COSTS OFF) " + sql.text, parameters: sql.parameters)) { row in try row.next(String.self) }
    }
}
