extension Database {
    /// The server's plan of a query for whatever values, a line an element: what `DatabaseConfiguration.plansOnce` has it carry out.
    /// For tests that hold a statement to its index. A plan for these values alone would know which of them are NULL.
    public func genericPlan<Output>(of query: Query<Output>, _ settings: [Setting] = []) async throws -> [String] {
        let types = query.sql.parameters.map { Int($0.type.oid) }
        return try await transaction(settings) { transaction in
            let names = try await transaction.run(
                Query.all("SELECT t.oid::oid::regtype::text FROM unnest(\(types)) WITH ORDINALITY AS t (oid, place) ORDER BY t.place") {
                    try $0.next(String.self)
                })
            let (list, nulls) = (names.joined(separator: ", "), names.map { _ in "NULL" }.joined(separator: ", "))
            let arguments = names.isEmpty ? ("", "") : ("(\(list))", "(\(nulls))")
            let prepare = SQL(text: "PREPARE planned\(arguments.0) AS \(query.sql.text)")
            let (_, _, plan, _) = try await transaction.run(
                Query<Void>("SET LOCAL plan_cache_mode = force_generic_plan"), Query<Void>(prepare),
                Query.all(SQL(text: "EXPLAIN (COSTS OFF) EXECUTE planned\(arguments.1)")) { try $0.next(String.self) },
                Query<Void>("DEALLOCATE planned"))
            return plan
        }
    }
}
