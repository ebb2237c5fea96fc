import Kernel
import Postgres

/// Categories that come in by the thousand: copied into a table of the transaction's own, checked there and merged in one statement.
enum CategoryStagingQueries {
    static let create = Query<Void>(
        """
        CREATE TEMPORARY TABLE staged_categories (
            line bigint NOT NULL, code text NOT NULL, parent_code text, titles text NOT NULL, keywords text NOT NULL,
            is_new boolean NOT NULL DEFAULT true, is_changed boolean NOT NULL DEFAULT false
        ) ON COMMIT DROP
        """)

    static let copy: StaticString = "COPY staged_categories (line, code, parent_code, titles, keywords) FROM STDIN (FORMAT binary)"

    static let index = Query<Void>("CREATE INDEX ON staged_categories (code)")

    /// The file that UNSPSC gives out has lines twice, word for word: nobody has to decide anything about those.
    static let forgetRepeated = Query<Void>(
        """
        DELETE FROM staged_categories AS s
        USING staged_categories AS o
        WHERE o.code = s.code AND o.line < s.line AND o.titles = s.titles AND o.keywords = s.keywords
            AND o.parent_code IS NOT DISTINCT FROM s.parent_code
        """)

    static let settle = Query<Void>("ANALYZE staged_categories")

    /// Where none is named, the nearest above it that the file or the catalog has.
    static let findParents = Query<Void>(
        """
        UPDATE staged_categories AS s SET parent_code = (
            SELECT u.code
            FROM (VALUES (rpad(left(s.code, 6), 8, '0')), (rpad(left(s.code, 4), 8, '0')), (rpad(left(s.code, 2), 8, '0'))) AS u (code)
            WHERE u.code < s.code
                AND (EXISTS (SELECT FROM staged_categories AS o WHERE o.code = u.code)
                    OR EXISTS (SELECT FROM categories AS c WHERE c.code = u.code))
            ORDER BY u.code DESC
            LIMIT 1)
        WHERE s.parent_code IS NULL
        """)

    static let compare = Query<Void>(
        """
        UPDATE staged_categories AS s SET is_new = false,
            is_changed = c.parent_code IS DISTINCT FROM s.parent_code OR c.titles <> s.titles::jsonb
                OR c.keywords <> keywords_said(c.keywords, s.keywords::jsonb)
        FROM categories AS c
        WHERE c.code = s.code
        """)

    /// What is wrong between categories, all of it.
    static let flaws = Query<[(line: Int, code: String, parent: String?, flaw: String, first: Int?)]>.all(
        """
        SELECT s.line, s.code, s.parent_code, 'givenTwice', s.first_line
        FROM (SELECT g.line, g.code, g.parent_code, min(g.line) OVER (PARTITION BY g.code) AS first_line FROM staged_categories AS g) AS s
        WHERE s.line > s.first_line
        UNION ALL
        SELECT s.line, s.code, s.parent_code, 'unknownCategory', NULL
        FROM staged_categories AS s
        WHERE s.parent_code IS NOT NULL
            AND NOT EXISTS (SELECT FROM categories AS c WHERE c.code = s.parent_code)
            AND NOT EXISTS (SELECT FROM staged_categories AS o WHERE o.code = s.parent_code)
        ORDER BY 1, 4
        """
    ) { row in (line: try row.next(), code: try row.next(), parent: try row.next(), flaw: try row.next(), first: try row.next()) }

    static func forget(_ lines: [Int]) -> Query<Void> {
        Query("DELETE FROM staged_categories AS s WHERE s.line = ANY(\(lines))")
    }

    /// `differences` begins where those before them ended.
    static let indexDifferences = Query<Void>("CREATE INDEX ON staged_categories (line) WHERE is_new OR is_changed")

    static func differences(after line: Int, limit: Int) -> Query<[StagedDifference]> {
        .all(
            """
            SELECT s.line, s.code, d.name, d.before, d.after
            FROM (
                SELECT g.* FROM staged_categories AS g
                WHERE g.line > \(line) AND (g.is_new OR g.is_changed)
                ORDER BY g.line
                LIMIT \(limit)
            ) AS s
            LEFT JOIN categories AS c ON c.code = s.code
            CROSS JOIN LATERAL (
                SELECT NULL AS name, NULL AS before, NULL AS after WHERE s.is_new
                UNION ALL
                SELECT 'parent', c.parent_code, s.parent_code
                WHERE NOT s.is_new AND c.parent_code IS DISTINCT FROM s.parent_code
                UNION ALL
                SELECT 'title.' || coalesce(b.key, a.key), b.value, a.value
                FROM jsonb_each_text(c.titles) AS b FULL JOIN jsonb_each_text(s.titles::jsonb) AS a ON a.key = b.key
                WHERE NOT s.is_new AND a.value IS DISTINCT FROM b.value
                UNION ALL
                SELECT 'keywords.' || a.key, keywords_of(c.keywords -> a.key, '; '), keywords_of(a.value, '; ')
                FROM jsonb_each(s.keywords::jsonb) AS a
                WHERE NOT s.is_new AND coalesce(c.keywords -> a.key, '[]') <> a.value
            ) AS d
            ORDER BY s.line, d.name
            """
        ) { row in
            StagedDifference(
                line: try row.next(), sku: try row.next(), column: try row.next(), before: try row.next(), after: try row.next())
        }
    }

    /// Attributes stay as they are defined.
    static let merge = Query<(added: Int, changed: Int)>.one(
        """
        WITH merged AS (
            INSERT INTO categories AS c (code, parent_code, titles, keywords)
            SELECT s.code, s.parent_code, s.titles::jsonb, keywords_said(b.keywords, s.keywords::jsonb)
            FROM staged_categories AS s
            LEFT JOIN categories AS b ON b.code = s.code
            WHERE s.is_new OR s.is_changed
            ORDER BY s.code
            ON CONFLICT (code) DO UPDATE
                SET parent_code = excluded.parent_code, titles = excluded.titles, keywords = excluded.keywords, version = c.version + 1
            RETURNING xmax = 0 AS is_new
        )
        SELECT count(*) FILTER (WHERE m.is_new), count(*) FILTER (WHERE NOT m.is_new) FROM merged AS m
        """
    ) { row in (added: try row.next(), changed: try row.next()) }
}
