import Catalog
import Kernel

extension CatalogReader {
    /// What products of a category are described by. A name is of one kind and unit in all of the files.
    mutating func readAttribute(_ item: YAMLValue) -> AttributeDefinition? {
        guard item.hasMembers(["name", "kind"], ["unit", "label", "options"]) else { return nil }
        let name = item["name"]?.read("a name: a small letter, then letters and digits") { text -> String? in
            guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return nil }
            return text.utf8.count <= 64 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } ? text : nil
        }
        let kinds = AttributeDefinition.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind = item["kind"]?.read("one of \(kinds)") { AttributeDefinition.Kind(rawValue: $0) }
        let unit = item["unit"]?.read("a code of UN/ECE Recommendation 20") { text -> String? in
            (2...3).contains(text.utf8.count) && text.utf8.allSatisfy(\.isCapitalOrDigit) ? text : nil
        }
        let options = (item["options"]?.items ?? []).compactMap { option -> AttributeDefinition.Option? in
            guard option.hasMembers(["value"], ["label"]), let value = option["value"]?.text else { return nil }
            return .init(value: value, labels: option["label"]?.translations ?? [:])
        }
        guard let name, let kind else { return nil }
        if unit != nil, kind != .number { item["unit"]?.refuse("only numbers have a unit") }
        if options.isEmpty == (kind == .choice) { item.refuse("choices have options, and nothing else has") }
        let definition = AttributeDefinition(
            name: name, kind: kind, unit: unit, labels: item["label"]?.translations ?? [:], options: options)
        if let other = definitions[name], !other.agrees(with: definition) {
            item["name"]?.refuse("another category has \(name) as \(other.kind.rawValue)\(other.unit.map { " in \($0)" } ?? "")")
        }
        definitions[name] = definition
        return definition
    }
}
