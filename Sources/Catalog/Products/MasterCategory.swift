/// A category of the UNSPSC tree with its titles in every language.
package struct MasterCategory: Sendable, Equatable {
    package let code: String
    package let parent: String?
    /// By language.
    package let titles: [String: String]
    /// What else buyers call it, by language; none for a language that is not there.
    package let keywords: [String: [String]]
    package let version: Int

    func says(_ parent: String?, _ titles: [String: String], _ keywords: [String: [String]]) -> Bool {
        self.parent == parent && self.titles == titles && self.keywords == keywords
    }
}

/// A category with what its products are described by.
package struct DescribedCategory: Sendable, Equatable {
    package let category: MasterCategory
    package let attributes: [AttributeDefinition]
    /// From those above, the nearest first.
    package let inherited: [(category: String, definition: AttributeDefinition)]

    package static func == (left: Self, right: Self) -> Bool {
        left.category == right.category && left.attributes == right.attributes
            && left.inherited.elementsEqual(right.inherited) { $0 == $1 }
    }
}
