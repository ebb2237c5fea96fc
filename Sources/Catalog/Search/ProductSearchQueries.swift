import Kernel
package import Postgres

/// What is found by its texts, in the whole catalog: what of it a reader may see is decided where it comes back.
package enum ProductSearchQueries {
    /// Products that have every word, as an English stem or as it is written, and all of the Chinese.
    /// - Parameter alternatives: words that are as good, by the word.
    static func matches(_ search: SearchWords, alternatives: [String: [String]] = [:]) -> Query<TextMatches> {
        guard let query = query(search, alternatives) else {
            return .one("SELECT 0") { _ in .none }
        }
        return .one(
            """
            SELECT coalesce(array_agg(s.number), '{}'), coalesce(array_agg((ts_rank(s.document, asked.query) * 1000000)::integer), '{}')
            FROM (SELECT \(query) AS query) AS asked
            JOIN product_search AS s ON s.document @@ asked.query
            """
        ) { row in TextMatches(numbers: try row.next(), ranks: try row.next()) }
    }

    /// For each word, words of the catalog that look like it, likest first.
    package static func similar(to words: [String]) -> Query<[(word: String, similar: String)]> {
        .all(
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
            """
        ) { row in (word: try row.next(), similar: try row.next()) }
    }

    /// As a `tsquery`; nil where there are no words.
    static func query(_ search: SearchWords, _ alternatives: [String: [String]] = [:]) -> SQL? {
        var query: SQL?
        func add(_ part: SQL) { query = query.map { "\($0) && \(part)" } ?? part }
        for (place, word) in search.words.enumerated() {
            // 13 is not the beginning of 130.
            let isOpen =
                search.isLastWordOpen && place == search.words.count - 1 && word.unicodeScalars.count > 1
                && word.unicodeScalars.contains { $0.properties.isAlphabetic }
            // Letters, digits and full stops: in quotes they are an operand and nothing else.
            var part: SQL = "to_tsquery('english', \("'\(word)'")) || to_tsquery('simple', \(isOpen ? "'\(word)':*" : "'\(word)'"))"
            for other in alternatives[word] ?? [] { part = "\(part) || to_tsquery('english', \("'\(other)'"))" }
            add("(\(part))")
        }
        if !search.han.isEmpty { add("\(search.han.map { "'\($0)'" }.joined(separator: " & "))::tsquery") }
        return query
    }
}
