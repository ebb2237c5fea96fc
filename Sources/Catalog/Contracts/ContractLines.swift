import Kernel

/// The lines of one contract put together: what its content becomes, and which lines each part of it came from.
struct ContractLines {
    /// Lines that are taken or refused together: a rule with all its steps.
    struct Group {
        let lines: [ContractLine]
        var first: ContractLine { lines[0] }
    }

    private(set) var groups: [Group]

    /// - Parameter lines: in the order of the file, each with the number of its rule.
    init(_ lines: [(rule: Int, line: ContractLine)]) {
        groups = []
        var gathered: [ContractLine] = []
        var rule: Int?
        for (number, line) in lines {
            if number != rule, !gathered.isEmpty {
                groups.append(Group(lines: gathered))
                gathered = []
            }
            rule = number
            gathered.append(line)
        }
        if !gathered.isEmpty { groups.append(Group(lines: gathered)) }
    }

    /// Takes out the groups that hold a line with something wrong, and answers with all their lines.
    mutating func remove(_ isWrong: (ContractLine) -> Bool) -> [ContractLine] {
        var removed: [ContractLine] = []
        groups.removeAll { group in
            guard group.lines.contains(where: isWrong) else { return false }
            removed += group.lines
            return true
        }
        return removed
    }

    /// By the first line of what says again what stands before it in the file: where that begins.
    var saidBefore: [Int: Int] {
        var (first, again) = ([String: Int](), [Int: Int]())
        for group in groups {
            let key =
                switch group.first.part {
                case .price: Self.rule(group).key
                case .assortment: Self.entry(group.first).key
                case .quantity: Self.quantity(group.first).key
                }
            if let line = first[key] { again[group.first.line] = line } else { first[key] = group.first.line }
        }
        return again
    }

    private func groups(_ part: ContractLine.Part) -> [Group] { groups.filter { $0.first.part == part } }

    /// The content with what the lines say in it. Of prices, assortment and quantities, those that no line speaks of stay.
    /// - Parameter adds: beside what was, where it does not take the place of the same; else in the place of all of it.
    func content(on base: ContractContent, adds: Bool) -> (content: ContractContent, origins: Origins) {
        var content = base
        var origins = Origins()
        let prices = groups(.price).map { (Self.rule($0), $0) }
        let entries = groups(.assortment).map { (Self.entry($0.first), $0) }
        let quantities = groups(.quantity).map { (Self.quantity($0.first), $0) }
        func merge<Element>(_ before: inout [Element], _ given: [(Element, Group)], _ key: (Element) -> String) -> [Int: Group] {
            guard !given.isEmpty else { return [:] }
            let taken = Set(given.map { key($0.0) })
            let kept = adds ? before.filter { !taken.contains(key($0)) } : []
            before = kept + given.map(\.0)
            return Dictionary(uniqueKeysWithValues: given.enumerated().map { (kept.count + $0.offset, $0.element.1) })
        }
        origins.rules = merge(&content.rules, prices, \.key)
        origins.assortment = merge(&content.assortment, entries, \.key)
        origins.quantities = merge(&content.quantityRules, quantities, \.key)
        return (content, origins)
    }

    /// Which lines made which element of the content, by its index.
    struct Origins {
        var rules: [Int: Group] = [:]
        var assortment: [Int: Group] = [:]
        var quantities: [Int: Group] = [:]

        /// The line and column that a fault is about; nil where no line of the file is.
        func place(of fault: Fault) -> (line: ContractLine, column: String)? {
            let parts = fault.pointer.split(separator: "/").map(String.init)
            guard parts.count >= 2, let index = Int(parts[1]) else { return nil }
            let group: Group? =
                switch parts[0] {
                case "rules": rules[index]
                case "assortment": assortment[index]
                case "quantityRules": quantities[index]
                default: nil
                }
            guard let group else { return nil }
            var line = group.first
            if parts.count >= 4, parts[2] == "tiers", let tier = Int(parts[3]), group.lines.indices.contains(tier) {
                line = group.lines[tier]
            }
            return (line, Self.column(parts.dropFirst(2).filter { $0 != "tiers" && Int($0) == nil }))
        }

        private static func column(_ names: [String]) -> String {
            switch names.last {
            case "from": "fromQuantity"
            case "price": "amount"
            case let name?: name
            case nil: ""
            }
        }
    }

    private static func rule(_ group: Group) -> ContractContent.Rule {
        let first = group.first
        let kind = PriceRule.Kind(rawValue: first.kind) ?? .discount
        return ContractContent.Rule(
            kind: kind, selector: first.selector, value: first.value, priority: first.priority,
            cumulative: first.isCumulative,
            tiers: group.lines.map { .init(from: $0.from ?? Quantity(0), price: $0.price, percent: $0.percent) })
    }

    private static func entry(_ line: ContractLine) -> ContractContent.Assortment {
        .init(effect: line.kind, selector: line.selector, value: line.value)
    }

    private static func quantity(_ line: ContractLine) -> ContractContent.QuantityLimit {
        .init(selector: line.selector, value: line.value, minimum: line.minimum, maximum: line.maximum, multiple: line.multiple)
    }
}
