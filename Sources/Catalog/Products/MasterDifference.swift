import Kernel

/// What files make other of one entry of the master catalog, in one column.
package struct MasterDifference: Sendable, Equatable {
    package enum Subject: String, Sendable { case category, product, fit }

    package let subject: Subject
    /// Among the categories, products or fits that were given.
    package let place: Int
    /// Code, SKU or key.
    package let name: String
    /// As a CSV file of products names it (docs/imports.md); nil for an entry that is new, which has one difference and no more.
    package let column: String?
    package let before: String?
    package let after: String?
}

/// One column with what it was and what it becomes.
struct ColumnDifference: Equatable {
    let column: String
    let before: String?
    let after: String?

    /// Those of the columns that differ.
    static func among(_ columns: [(name: String, before: String?, after: String?)]) -> [ColumnDifference] {
        columns.filter { $0.before != $0.after }.map { ColumnDifference(column: $0.name, before: $0.before, after: $0.after) }
    }

    /// Of texts by language, or values by name.
    static func each(_ prefix: String, _ before: [String: String], _ after: [String: String]) -> [ColumnDifference] {
        among(Set(before.keys).union(after.keys).sorted().map { ("\(prefix).\($0)", before[$0], after[$0]) })
    }
}

extension ProductDraft {
    func differences(from before: ProductDraft) -> [ColumnDifference] {
        let plain = ColumnDifference.among([
            ("manufacturer", before.manufacturer, manufacturer),
            ("manufacturerPartNumber", before.manufacturerPartNumber, manufacturerPartNumber),
            ("category", before.category, category), ("unitOfMeasure", before.unitOfMeasure, unitOfMeasure),
            ("leadTimeDays", before.leadTimeDays.map(String.init), leadTimeDays.map(String.init)),
            ("status", before.lifeCycle.stated.rawValue, lifeCycle.stated.rawValue),
            ("availableFrom", before.lifeCycle.availableFrom?.description, lifeCycle.availableFrom?.description),
            ("lastBuyUntil", before.lifeCycle.lastBuyUntil?.description, lifeCycle.lastBuyUntil?.description),
            ("successor", before.successor, successor),
        ])
        // A text in another language is a difference too, though the addresses are the same.
        let images =
            before.images == images ? [] : [ColumnDifference(column: "image", before: Self.urls(before.images), after: Self.urls(images))]
        let documents =
            before.documents == documents
            ? [] : [ColumnDifference(column: "document", before: Self.urls(before.documents), after: Self.urls(documents))]
        return ColumnDifference.among([("kind", before.kind.rawValue, kind.rawValue)])
            + ColumnDifference.each("name", before.names, names) + ColumnDifference.each("description", before.descriptions, descriptions)
            + plain + images + documents + ColumnDifference.each("attribute", before.writtenAttributes, writtenAttributes)
            + ColumnDifference.each("listPrice", before.writtenPrices, writtenPrices)
    }

    private var writtenAttributes: [String: String] { attributes.mapValues(\.written) }

    private var writtenPrices: [String: String] {
        Dictionary(listPrices.map { ($0.currency.code, $0.amount) }, uniquingKeysWith: { first, _ in first })
    }

    private static func urls(_ images: [Image]) -> String? { images.isEmpty ? nil : images.map(\.url).joined(separator: " ") }
    private static func urls(_ documents: [Document]) -> String? {
        documents.isEmpty ? nil : documents.map(\.url).joined(separator: " ")
    }
}

extension AttributeValue {
    /// A number with its unit, where it has one.
    fileprivate var written: String {
        switch self {
        case .text(let text): text
        case .number(let number, let unit): unit.map { "\(number) \($0)" } ?? "\(number)"
        case .flag(let flag): String(flag)
        }
    }
}

extension ProductFit {
    func differences(from before: ProductFit) -> [ColumnDifference] {
        func words(_ selectors: [ProductSelector]) -> String { selectors.map(\.stored).joined(separator: " ") }
        return ColumnDifference.among([
            ("for", words(before.products), words(products)), ("fits", words(before.parts), words(parts)),
            ("sameAttributes", before.sameAttributes.joined(separator: " "), sameAttributes.joined(separator: " ")),
            ("warranty", before.warranty?.rawValue, warranty?.rawValue),
            ("disabled", String(before.isDisabled), String(isDisabled)),
        ]) + ColumnDifference.each("note", before.notes, notes)
    }
}

extension [AttributeDefinition] {
    /// What a category's products are described by, in one line.
    var written: String? {
        isEmpty
            ? nil
            : map { one in
                ([one.name, one.kind.rawValue] + (one.unit.map { [$0] } ?? []) + one.options.map(\.value)).joined(separator: " ")
            }.joined(separator: "; ")
    }
}
