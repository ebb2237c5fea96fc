import Kernel

extension SaveMasterCatalog.Plan {
    /// Everything that becomes other, in the order of the files. One that is new has one difference, without a column.
    package var differences: [MasterDifference] {
        var found: [MasterDifference] = []
        let stored = Dictionary(current.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        let changes = Dictionary(categories.map { ($0.category.code, $0) }, uniquingKeysWith: { first, _ in first })
        let described = Dictionary(grouping: definitions, by: \.category)
        for (place, said) in saidCategories.enumerated() {
            guard let change = changes[said.draft.code] else { continue }
            found += Self.differences(
                .category, place, said.draft.code,
                stored[said.draft.code].map { before in
                    let own = (described[said.draft.code] ?? []).map(\.definition)
                    return ColumnDifference.among([("parent", before.parent, change.category.parent)])
                        + ColumnDifference.each("title", before.titles, change.category.titles)
                        + ColumnDifference.each("keywords", before.keywords.written, change.category.keywords.written)
                        + (change.attributes.map { after in
                            [ColumnDifference(column: "attributes", before: own.written, after: after.written)]
                        } ?? [])
                })
        }
        for (place, draft) in products.enumerated() {
            let before = known[draft.sku]?.said
            guard before != draft else { continue }
            found += Self.differences(.product, place, draft.sku, before.map(draft.differences))
        }
        return found
    }

    /// - Parameter columns: nil for an entry that is new.
    static func differences(
        _ subject: MasterDifference.Subject, _ place: Int, _ name: String, _ columns: [ColumnDifference]?
    ) -> [MasterDifference] {
        guard let columns else {
            return [MasterDifference(subject: subject, place: place, name: name, column: nil, before: nil, after: nil)]
        }
        return columns.map {
            MasterDifference(
                subject: subject, place: place, name: name, column: $0.column, before: $0.before, after: $0.after)
        }
    }

    /// How many categories and products there are after it that were not there before.
    package var added: Int {
        let new = categories.count { $0.category.version == 1 }
        return new + products.count { known[$0.sku] == nil }
    }

    package var changed: Int {
        let others = categories.count { $0.category.version > 1 }
        return others + products.count { draft in known[draft.sku].map { $0.said != draft } ?? false }
    }
}

extension [String: [String]] {
    /// As a CSV file has them.
    fileprivate var written: [String: String] { mapValues { $0.joined(separator: "; ") } }
}
