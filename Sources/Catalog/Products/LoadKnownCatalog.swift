import Kernel
package import Postgres

extension Transaction {
    /// - Parameter words: may be anything; those that name nothing are not among what comes back.
    package func knownCatalog(among words: Set<String>) async throws -> KnownCatalog {
        // A text of the database has no zero in it, and no name is longer.
        let words = words.filter { $0.utf8.count <= 4 * Limits.nameCharacters && !$0.utf8.contains(0) }
        guard !words.isEmpty else { return .nothing }
        let (names, isCounted, attributes) = try await run(
            ContractRecordQueries.known(ContractNames(skus: words, categories: words, manufacturers: words)),
            ConfigurationQueries.known(Array(words)), AttributeQueries.named(Array(words)))
        return KnownCatalog(names: names, isCounted: isCounted, attributes: Set(attributes.map(\.definition.name)))
    }
}
