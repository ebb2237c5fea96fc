import Kernel

/// The UNSPSC codes with their titles, and what products of each are described by.
struct CategoryTree: Sendable {
    struct Node: Sendable {
        let code: String
        let parent: String?
        /// By language.
        let titles: [String: String]
    }

    let nodes: [String: Node]
    /// A name is of one kind and unit in the whole catalog, so one definition speaks for all.
    let attributes: [String: AttributeDefinition]

    init(nodes: [Node], attributes: [AttributeDefinition]) {
        self.nodes = Dictionary(nodes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        self.attributes = Dictionary(attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func title(of code: String, in language: ReadingLanguage) -> String? { nodes[code].flatMap { language.text(of: $0.titles) } }
}
