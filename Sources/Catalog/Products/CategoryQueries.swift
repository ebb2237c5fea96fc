import FoundationEssentials
import Kernel
import Postgres

/// The UNSPSC tree.
enum CategoryQueries {
    /// Those of the codes that there are.
    static func codes(among codes: [String]) -> Query<[String]> {
        .all("SELECT c.code FROM categories AS c WHERE c.code = ANY(\(codes))") { try $0.next() }
    }

    static let allCodes = Query<[String]>.all("SELECT c.code FROM categories AS c") { try $0.next() }

    static func one(_ code: String) -> Query<MasterCategory?> {
        .optional("\(columns) WHERE c.code = \(code)", category)
    }

    static func among(_ codes: [String]) -> Query<[MasterCategory]> {
        .all("\(columns) WHERE c.code = ANY(\(codes))", category)
    }

    /// By code.
    /// - Parameter parent: nil for all; else those right below it.
    static func page(parent: String?, after code: String?, limit: Int) -> Query<[MasterCategory]> {
        .all(
            """
            \(columns)
            WHERE true
                \(parent, then: { "AND c.parent_code = \($0)" })
                \(code, then: { "AND c.code > \($0)" })
            ORDER BY c.code
            LIMIT \(limit)
            """, category)
    }

    static func save(_ category: MasterCategory) throws -> Query<Void> {
        let titles = try category.titles.canonicalJSON()
        let keywords = try category.keywords.canonicalJSON()
        return Query(
            """
            INSERT INTO categories AS c (code, parent_code, titles, keywords, version)
            VALUES (\(category.code), \(category.parent), \(titles)::jsonb, \(keywords)::jsonb, \(category.version))
            ON CONFLICT (code) DO UPDATE
                SET parent_code = excluded.parent_code, titles = excluded.titles, keywords = excluded.keywords, version = excluded.version
            """)
    }

    /// How many products of a category or below it say something of an attribute.
    /// - Parameter skus: products that are changed at the same time.
    static func uses(of attributes: [String], below prefix: String, except skus: [String] = []) -> Query<[String: Int]> {
        Query(
            """
            SELECT asked.name, count(*)
            FROM unnest(\(attributes)) AS asked (name)
            JOIN products AS p ON p.attributes ? asked.name
            WHERE p.category_code LIKE \(prefix + "%") AND NOT p.sku = ANY(\(skus))
            GROUP BY asked.name
            """
        ) { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(Int.self)) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    /// How many products of a category or below it say something of an attribute that a definition does not have like that: another kind or
    /// unit, or an option that is none. Those for which a nearer category speaks are its matter.
    static func misfits(
        to definitions: [AttributeDefinition], of code: String, below prefix: String, except skus: [String] = []
    ) throws -> Query<[String: Int]> {
        let options = try definitions.map { try $0.options.map(\.value).canonicalJSON() }
        return Query(
            """
            SELECT asked.name, count(*)
            FROM unnest(\(definitions.map(\.name)), \(definitions.map(\.kind.rawValue)), \(definitions.map(\.unit)), \(options))
                AS asked (name, kind, unit, options)
            JOIN products AS p ON p.attributes ? asked.name
            WHERE p.category_code LIKE \(prefix + "%") AND NOT p.sku = ANY(\(skus))
                AND NOT CASE asked.kind
                    WHEN 'number' THEN jsonb_typeof(p.attributes -> asked.name) = 'object'
                        AND p.attributes -> asked.name ->> 'unit' IS NOT DISTINCT FROM asked.unit
                    WHEN 'flag' THEN jsonb_typeof(p.attributes -> asked.name) = 'boolean'
                    WHEN 'text' THEN jsonb_typeof(p.attributes -> asked.name) = 'string'
                    ELSE jsonb_typeof(p.attributes -> asked.name) = 'string' AND asked.options::jsonb ? (p.attributes ->> asked.name)
                END
                AND NOT EXISTS (
                    SELECT FROM attribute_definitions AS d
                    WHERE d.name = asked.name AND d.category_code <> \(code) AND d.category_code LIKE \(prefix + "%")
                        AND p.category_code LIKE regexp_replace(d.category_code, '(00)+$', '') || '%')
            GROUP BY asked.name
            """
        ) { rows in
            let pairs = try rows.map { row in (try row.next(String.self), try row.next(Int.self)) }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }

    private static let columns: SQL = """
        SELECT c.code, c.parent_code, ARRAY(SELECT t.key FROM jsonb_each_text(c.titles) AS t ORDER BY t.key),
            ARRAY(SELECT t.value FROM jsonb_each_text(c.titles) AS t ORDER BY t.key), c.keywords::text, c.version
        FROM categories AS c
        """

    private static func category(_ row: inout Row) throws -> MasterCategory {
        let (code, parent, titles) = (try row.next(String.self), try row.next(String?.self), try row.translations())
        let keywords = try JSONDecoder().decode([String: [String]].self, from: Data(try row.next(String.self).utf8))
        return MasterCategory(code: code, parent: parent, titles: titles, keywords: keywords, version: try row.next())
    }
}
