import FoundationEssentials
import Kernel
package import Postgres

/// What products of the categories are described by.
package enum AttributeQueries {
    package typealias Placed = (category: String, definition: AttributeDefinition)

    /// Every definition, those of a category in their order.
    package static let all = Query<[Placed]>.all("\(columns) ORDER BY d.category_code, d.position", placed)

    package static func of(_ categories: [String]) -> Query<[Placed]> {
        .all("\(columns) WHERE d.category_code = ANY(\(categories)) ORDER BY d.category_code, d.position", placed)
    }

    /// Where a name is used in any category.
    package static func named(_ names: [String]) -> Query<[Placed]> {
        .all("\(columns) WHERE d.name = ANY(\(names)) ORDER BY d.category_code, d.position", placed)
    }

    /// Puts these in the place of what a category has.
    package static func replace(in category: String, with definitions: [AttributeDefinition]) throws -> [Query<Void>] {
        [
            Query(
                """
                DELETE FROM attribute_definitions AS d
                WHERE d.category_code = \(category) AND NOT d.name = ANY(\(definitions.map(\.name)))
                """),
            Query(
                """
                INSERT INTO attribute_definitions AS d (category_code, name, kind, unit, labels, options, position)
                SELECT \(category), g.name, g.kind, g.unit, g.labels::jsonb, g.options::jsonb, g.position
                FROM unnest(\(definitions.map(\.name)), \(definitions.map(\.kind.rawValue)), \(definitions.map(\.unit)),
                    \(try definitions.map { try $0.labels.canonicalJSON() }), \(try definitions.map(options)))
                    WITH ORDINALITY AS g (name, kind, unit, labels, options, position)
                ON CONFLICT (category_code, name) DO UPDATE SET kind = excluded.kind, unit = excluded.unit, labels = excluded.labels,
                    options = excluded.options, position = excluded.position
                WHERE (d.kind, d.unit, d.labels, d.options, d.position)
                    IS DISTINCT FROM (excluded.kind, excluded.unit, excluded.labels, excluded.options, excluded.position)
                """),
        ]
    }

    private static let columns: SQL = """
        SELECT d.category_code, d.name, d.kind, d.unit, ARRAY(SELECT t.key FROM jsonb_each_text(d.labels) AS t ORDER BY t.key),
            ARRAY(SELECT t.value FROM jsonb_each_text(d.labels) AS t ORDER BY t.key), d.options::text
        FROM attribute_definitions AS d
        """

    private struct StoredOption: Codable {
        let value: String
        let label: [String: String]?
    }

    private static func placed(_ row: inout Row) throws -> Placed {
        let (category, name) = (try row.next(String.self), try row.next(String.self))
        let kind = AttributeDefinition.Kind(rawValue: try row.next())
        let unit = try row.next(String?.self)
        let labels = try row.translations()
        let options = try row.next(String?.self)
        guard let kind else { throw PostgresDecodingError.noRow }
        let stored = try options.map { try JSONDecoder().decode([StoredOption].self, from: Data($0.utf8)) } ?? []
        return (
            category,
            AttributeDefinition(
                name: name, kind: kind, unit: unit, labels: labels,
                options: stored.map { .init(value: $0.value, labels: $0.label ?? [:]) })
        )
    }

    private static func options(of definition: AttributeDefinition) throws -> String? {
        guard definition.kind == .choice else { return nil }
        let stored = definition.options.map { StoredOption(value: $0.value, label: $0.labels.isEmpty ? nil : $0.labels) }
        return try stored.canonicalJSON()
    }
}
