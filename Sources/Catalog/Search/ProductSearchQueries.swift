import Kernel
package import Postgres

/// What is found by its texts, in the whole catalog: what of it a reader may see is decided where it comes back.
package enum ProductSearchQueries {
    /// Products that have every word, as an English stem or as it is written, and all of the Chinese; and categories that are called so.
    /// - Parameter alternatives: words that are as good, by the word.
    static func matches(_ search: SearchWords, alternatives: [String: [String]] = [:]) -> Query<TextMatches> {
        let words = words(search, alternatives)
        guard let query = joined(words + han(search), by: "&&") else { return nothing }
        let runs = search.hanRuns.map { run -> SQL in "normalize(\("'\(run)'")::text, NFC)::tsquery" }
        let (every, any) = (joined(words + runs, by: "&&") ?? query, joined(words + runs, by: "||") ?? query)
        return .one(
            """
            SELECT coalesce(ranked.numbers, found.numbers), coalesce(ranked.ranks, '{}'), called.by_all, called.by_any
            FROM (SELECT \(query) AS query, \(every) AS every_name, \(any) AS any_name) AS asked
            CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(s.number), '{}') AS numbers FROM product_search AS s WHERE s.document @@ asked.query
            ) AS found
            LEFT JOIN LATERAL (
                SELECT array_agg(s.number) AS numbers, array_agg((ts_rank(s.document, asked.query) * 1000000)::integer) AS ranks
                FROM product_search AS s
                WHERE cardinality(found.numbers) <= \(rankedAtMost) AND s.document @@ asked.query
            ) AS ranked ON true
            CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(c.code) FILTER (WHERE c.called @@ asked.every_name), '{}') AS by_all,
                    coalesce(array_agg(c.code), '{}') AS by_any
                FROM category_search AS c
                WHERE c.called @@ asked.any_name
            ) AS called
            """
        ) { row in
            TextMatches(numbers: try row.next(), ranks: try row.next(), calledByAll: try row.next(), calledByAny: try row.next())
        }
    }

    static let nothing = Query<TextMatches>.one("SELECT 0") { _ in .none }

    /// Looking at how well a product fits costs several times what finding it does. What more than these have says little by itself.
    private static let rankedAtMost = 1000

    /// For each word, words of the catalog that look like it: by the groups of three letters that they share, of which a short word has few
    /// left when two of its letters have changed places; and by being one letter away.
    package static func similar(to words: [String]) -> Query<[(word: String, similar: String)]> {
        let patterns = words.flatMap { word in SearchWords.patterns(near: word).map { (word: word, pattern: $0) } }
        return .all(
            """
            SELECT asked.word, found.word
            FROM unnest(\(words)) AS asked (word)
            CROSS JOIN LATERAL (
                SELECT w.word
                FROM product_words AS w
                WHERE w.word % asked.word
                ORDER BY similarity(w.word, asked.word) DESC, w.word
                LIMIT 8
            ) AS found
            UNION
            SELECT near.asked, w.word
            FROM unnest(\(patterns.map(\.word)), \(patterns.map(\.pattern))) AS near (asked, pattern)
            JOIN product_words AS w ON w.word LIKE near.pattern
            """
        ) { row in (word: try row.next(), similar: try row.next()) }
    }

    /// As a `tsquery`; nil where there are no words.
    static func query(_ search: SearchWords) -> SQL? { joined(words(search, [:]) + han(search), by: "&&") }

    /// As a `tsquery` each.
    private static func words(_ search: SearchWords, _ alternatives: [String: [String]]) -> [SQL] {
        search.words.enumerated().map { place, word in
            // 13 is not the beginning of 130.
            let isOpen =
                search.isLastWordOpen && place == search.words.count - 1 && word.unicodeScalars.count > 1
                && word.unicodeScalars.contains { $0.properties.isAlphabetic }
            // Letters, digits and full stops: in quotes they are an operand and nothing else.
            // The index is in composed letters (0065); who types on a Mac may send an accent by itself.
            var part: SQL = """
                to_tsquery('english', normalize(\("'\(word)'")::text, NFC))
                || to_tsquery('simple', normalize(\(isOpen ? "'\(word)':*" : "'\(word)'")::text, NFC))
                """
            for other in alternatives[word] ?? [] { part = "\(part) || to_tsquery('english', \("'\(other)'"))" }
            return "(\(part))"
        }
    }

    /// All of the Chinese together.
    private static func han(_ search: SearchWords) -> [SQL] {
        guard !search.han.isEmpty else { return [] }
        return ["normalize(\(search.han.map { "'\($0)'" }.joined(separator: " & "))::text, NFC)::tsquery"]
    }

    /// Nil where there is nothing to join.
    private static func joined(_ parts: [SQL], by operation: SQL) -> SQL? {
        guard let first = parts.first else { return nil }
        return parts.dropFirst().reduce(first) { "\($0) \(operation) \($1)" }
    }
}
