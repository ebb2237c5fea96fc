import Kernel

/// One attribute of all products that have it: their ordinals, ascending, and for each which of the distinct values.
struct AttributeColumn: Sendable {
    let kind: AttributeDefinition.Kind
    let unit: String?
    /// Distinct and ascending: numbers as numbers, texts as texts.
    let values: [AttributeValue]
    let ordinals: [Int32]
    let valueOf: [Int32]

    /// The columns of what products say. A value of another kind or unit than the attribute's is left out: it could be neither compared
    /// nor counted with the others.
    static func all(of rows: [CatalogRow], defined: [String: AttributeDefinition]) -> [String: AttributeColumn] {
        var entries: [String: [(ordinal: Int32, value: AttributeValue)]] = [:]
        for (ordinal, row) in rows.enumerated() {
            for attribute in row.attributes { entries[attribute.name, default: []].append((Int32(ordinal), attribute.value)) }
        }
        return Dictionary(
            uniqueKeysWithValues: entries.map { name, entries in (name, AttributeColumn(entries, defined: defined[name])) })
    }

    private init(_ entries: [(ordinal: Int32, value: AttributeValue)], defined: AttributeDefinition?) {
        // Without a definition the first product says of what kind it is.
        kind = defined?.kind ?? entries.first?.value.kind ?? .text
        unit = defined.map(\.unit) ?? entries.first?.value.unit
        let fitting = entries.filter { [kind, unit] in $0.value.kind.isStored(like: kind) && $0.value.unit == unit }
        let distinct = Set(fitting.lazy.map(\.value)).sorted(by: AttributeValue.inOrder)
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, Int32($0.offset)) })
        values = distinct
        ordinals = fitting.map(\.ordinal)
        valueOf = fitting.map { places[$0.value] ?? 0 }
    }

    /// Which of the values pass a filter.
    func passing(_ wishes: [AttributeWish]) -> [Bool] {
        values.map { value in wishes.contains { $0.admits(value) } }
    }
}

extension AttributeDefinition.Kind {
    /// A choice is stored as its text.
    func isStored(like other: Self) -> Bool { self == other || (self == .text && other == .choice) }
}

extension AttributeValue {
    var kind: AttributeDefinition.Kind {
        switch self {
        case .text: .text
        case .number: .number
        case .flag: .flag
        }
    }

    var unit: String? { if case .number(_, let unit) = self { unit } else { nil } }

    /// As a filter names it.
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number, _): number.description
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    static func inOrder(_ left: Self, _ right: Self) -> Bool {
        switch (left, right) {
        case (.number(let left, _), .number(let right, _)): left < right
        default: left.text < right.text
        }
    }
}
