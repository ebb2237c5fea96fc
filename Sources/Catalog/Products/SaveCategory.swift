package import Accounts
import Kernel
package import Postgres
import Web

/// Adds a category to the tree, or says anew what it is called and what its products are described by.
package struct SaveCategory: Sendable {
    package init() {}

    package struct Draft: Sendable, Equatable {
        package let code: String
        package let parent: String?
        package let titles: [String: String]
        /// By language, none of them without any.
        package let keywords: [String: [String]]
        package let attributes: [AttributeDefinition]
    }

    /// - Throws: `ProductRefusal.category` with everything that is wrong, `.notFound`; `StaleVersion`, `WebRefusal.versionRequired`.
    package func callAsFunction(
        _ draft: Draft, expecting version: Int?, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> (category: DescribedCategory, isNew: Bool) {
        try await transaction.check(.manageCatalog, of: principal)
        let names = draft.attributes.map(\.name)
        let prefix = ProductSelector.prefix(ofCategory: draft.code)
        let (_, current, parents, above, named) = try await transaction.run(
            MasterProductQueries.waitForTurn, CategoryQueries.one(draft.code),
            CategoryQueries.codes(among: draft.parent.map { [$0] } ?? []),
            AttributeQueries.of(UNSPSC.chain(draft.code)), AttributeQueries.named(names))
        try StaleVersion.check(version, against: current?.version, orMissing: ProductRefusal.notFound("category"))
        let own = above.filter { $0.category == draft.code }.map(\.definition)
        let given = Dictionary(draft.attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let gone = own.filter { given[$0.name].map($0.agrees) != true }.map(\.name)
        let (uses, misfits) = try await transaction.run(
            CategoryQueries.uses(of: gone, below: prefix),
            CategoryQueries.misfits(to: draft.attributes.filter { !gone.contains($0.name) }, of: draft.code, below: prefix))
        let faults = Self.faults(
            draft, parents: parents, elsewhere: named.filter { $0.category != draft.code }, uses: uses, misfits: misfits)
        guard faults.isEmpty else { throw ProductRefusal.category(faults) }
        let inherited = above.filter { $0.category != draft.code }
        let saved = MasterCategory(
            code: draft.code, parent: draft.parent, titles: draft.titles, keywords: draft.keywords, version: (current?.version ?? 0) + 1)
        if let current, current.says(draft.parent, draft.titles, draft.keywords), own == draft.attributes {
            return (DescribedCategory(category: current, attributes: own, inherited: inherited), false)
        }
        transaction.enqueue(try CategoryQueries.save(saved))
        for query in try AttributeQueries.replace(in: draft.code, with: draft.attributes) { transaction.enqueue(query) }
        return (DescribedCategory(category: saved, attributes: draft.attributes, inherited: inherited), current == nil)
    }

    static func faults(
        _ draft: Draft, parents: [String], elsewhere: [AttributeQueries.Placed], uses: [String: Int], misfits: [String: Int]
    ) -> [Fault] {
        var faults: [Fault] = []
        if let parent = draft.parent {
            if !UNSPSC.chain(draft.code).dropFirst().contains(parent) {
                faults.append(Fault("/parent", "notAboveIt", "A category's code begins with the digits of the one above it."))
            } else if parents.isEmpty {
                faults.append(Fault("/parent", "unknownCategory", "There is no category \(parent)."))
            }
        }
        var seen: Set<String> = []
        for (place, attribute) in draft.attributes.enumerated() {
            if !seen.insert(attribute.name).inserted {
                faults.append(Fault("/attributes/\(place)/name", "givenTwice", "Another of these attributes has this name."))
            }
            var options: Set<String> = []
            for (index, option) in attribute.options.enumerated() where !options.insert(option.value).inserted {
                let pointer = "/attributes/\(place)/options/\(index)/value"
                faults.append(Fault(pointer, "givenTwice", "Another of these options has this value."))
            }
            if let count = misfits[attribute.name] {
                let member = attribute.kind == .choice ? "options" : "kind"
                let detail: Sentence = "\(count) products of this category say what their \(attribute.name) is, and it would not be this."
                faults.append(Fault("/attributes/\(place)/\(member)", "attributeInUse", detail))
            }
            let clash = elsewhere.first { $0.definition.name == attribute.name && !$0.definition.agrees(with: attribute) }
            if let other = clash {
                let kind = other.definition.kind.rawValue + (other.definition.unit.map { " in \($0)" } ?? "")
                let detail = "Category \(other.category) has it as \(kind); a name means one thing everywhere."
                faults.append(Fault("/attributes/\(place)/kind", "definedOtherwise", detail))
            }
        }
        for (name, count) in uses.sorted(by: { $0.key < $1.key }) {
            faults.append(Fault("/attributes", "attributeInUse", "\(count) products of this category say what their \(name) is."))
        }
        return faults
    }
}
