/// Every definition of some categories, as products are held against them.
struct AttributeDefinitions: Sendable {
    private let placed: [String: [AttributeDefinition]]

    /// - Parameter definitions: those of a category in their order.
    init(_ definitions: [(category: String, definition: AttributeDefinition)]) {
        placed = Dictionary(grouping: definitions) { $0.category }.mapValues { $0.map { $0.definition } }
    }

    /// For a category and those above it, by name: the nearest counts.
    func named(for category: String?) -> [String: AttributeDefinition] {
        var named: [String: AttributeDefinition] = [:]
        for code in category.map(UNSPSC.chain) ?? [] {
            for definition in placed[code] ?? [] where named[definition.name] == nil { named[definition.name] = definition }
        }
        return named
    }
}
