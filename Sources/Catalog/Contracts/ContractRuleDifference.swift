import Kernel

/// What a file makes other in what was agreed: one rule that is new, changed or gone.
package struct ContractRuleDifference: Sendable, Equatable {
    package enum What: String, Sendable { case added, changed, removed }

    package let contract: String
    package let what: What
    /// `fixed`, `discount`, `free`, `include`, `exclude`, `quantity`.
    package let kind: String
    package let selector: String
    package let value: String?
    package let priority: Int
    package let before: String?
    package let after: String?
}

/// One rule, entry or limit of a content, as differences speak of it.
private struct ComparedRule {
    let key: String
    let kind: String
    let selector: String
    let value: String?
    var priority = 0
    let text: String
}

extension ContractContent {
    /// What this content makes other than `before` in prices, assortment and quantities, in that order; nothing for a rule that stays as
    /// it is, wherever it stands.
    package func differences(from before: ContractContent?, contract: String) -> [ContractRuleDifference] {
        let old = Dictionary(grouping: before?.compared ?? [], by: \.key)
        let new = Dictionary(grouping: compared, by: \.key)
        func difference(_ what: ContractRuleDifference.What, _ rule: ComparedRule, _ before: String?, _ after: String?)
            -> ContractRuleDifference
        {
            ContractRuleDifference(
                contract: contract, what: what, kind: rule.kind, selector: rule.selector, value: rule.value, priority: rule.priority,
                before: before, after: after)
        }
        var found: [ContractRuleDifference] = []
        var seen: Set<String> = []
        for rule in compared where seen.insert(rule.key).inserted {
            // Two rules may say something of the same: they are told apart by what they say.
            let (was, now) = ((old[rule.key] ?? []).map(\.text), (new[rule.key] ?? []).map(\.text))
            let (gone, come) = (was.without(now), now.without(was))
            for (one, other) in zip(gone, come) { found.append(difference(.changed, rule, one, other)) }
            for text in come.dropFirst(gone.count) { found.append(difference(.added, rule, nil, text)) }
            for text in gone.dropFirst(come.count) { found.append(difference(.removed, rule, text, nil)) }
        }
        for rule in before?.compared ?? [] where new[rule.key] == nil {
            found.append(difference(.removed, rule, rule.text, nil))
        }
        return found
    }

    private var compared: [ComparedRule] {
        rules.map { rule in
            ComparedRule(
                key: rule.key, kind: rule.kind.rawValue, selector: rule.selector, value: rule.value, priority: rule.priority,
                text: rule.text)
        }
            + assortment.map {
                ComparedRule(key: $0.key, kind: $0.effect, selector: $0.selector, value: $0.value, text: $0.effect)
            }
            + quantityRules.map {
                ComparedRule(key: $0.key, kind: "quantity", selector: $0.selector, value: $0.value, text: $0.text)
            }
    }
}

extension [String] {
    /// What is left when each of the others has taken away one of its like.
    fileprivate func without(_ others: [String]) -> [String] {
        var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        return filter { text in
            guard let count = counts[text], count > 0 else { return true }
            counts[text] = count - 1
            return false
        }
    }
}

extension ContractContent.Rule {
    /// What a rule of a file takes the place of: a product's own price is one thing, whether it costs something or not.
    var key: String { "\(kind == .discount ? "discount" : "price") \(priority) \(selector) \(value ?? "")" }

    fileprivate var text: String {
        let steps = tiers.map { tier in
            let value =
                switch kind {
                case .free: "free"
                case .fixed: tier.price.map(\.description) ?? "?"
                case .discount: (tier.percent ?? "?") + " %"
                }
            return tier.from > Quantity(0) ? "from \(tier.from): \(value)" : value
        }
        return steps.joined(separator: "; ") + (cumulative ? " (cumulative)" : "")
    }
}

extension ContractContent.Assortment {
    var key: String { "\(effect) \(selector) \(value ?? "")" }
}

extension ContractContent.QuantityLimit {
    var key: String { "quantity \(selector) \(value ?? "")" }

    fileprivate var text: String {
        [("minimum", minimum), ("maximum", maximum), ("multiple", multiple)]
            .compactMap { name, quantity in quantity.map { "\(name) \($0)" } }.joined(separator: ", ")
    }
}
