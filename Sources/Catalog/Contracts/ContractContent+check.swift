package import Kernel

extension ContractContent {
    /// All that keeps it from being published, each with its place in the body (rule 22).
    /// - Parameters:
    ///   - record: the contract whose next version it would be.
    ///   - known: what there is of `names` in the master catalog.
    package func faults(of record: ContractRecord, known: ContractNames) -> [Fault] {
        daysFaults(of: record) + faults(in: record.currency, known: known)
    }

    private func daysFaults(of record: ContractRecord) -> [Fault] {
        if let validTo, validTo < validFrom {
            return [Fault("/validTo", "endsBeforeItBegins", "The last day is before the first.")]
        }
        return overlaps(with: record)
    }

    /// All that is wrong with it by itself, whichever versions the contract has.
    package func faults(in currency: Currency, known: ContractNames) -> [Fault] {
        var check = ContractCheck(currency: currency, known: known)
        // A draft may be older than this: what is held for no day is over when it is quoted.
        if priceHoldDays < 1 { check.add("/priceHoldDays", "outOfRange", "From \(1) to \(3650).") }
        if !assortment.contains(where: { $0.effect == "include" }) {
            check.add("/assortment", "nothingIncluded", "Nothing could be ordered: the assortment includes nothing.")
        }
        check.lists(productLists)
        check.assortment(assortment, of: assortmentSize, lists: productLists)
        check.rules(rules)
        check.quantities(quantityRules)
        for (index, commitment) in commitments.enumerated() { check.commitment(commitment, at: "/commitments/\(index)") }
        for (index, rebate) in rebates.enumerated() { check.rebate(rebate, at: "/rebates/\(index)") }
        return check.faults
    }

    /// How many entries the assortment comes to when its product lists are taken apart: a list may stand in it as often as its author
    /// likes, so this is asked before anything is.
    var assortmentSize: Int {
        let sizes = Dictionary(productLists.map { ($0.name, $0.skus.count) }, uniquingKeysWith: max)
        return assortment.reduce(0) { $0 + ($1.selector == "list" ? sizes[$1.value ?? ""] ?? 0 : 1) }
    }

    /// As it is published; nil while something is wrong with it, or there is more of it than a version holds.
    package func draft(number: String, name: String, currency: Currency) -> ContractDraft? {
        guard assortmentSize <= Limits.contractRules else { return nil }
        let lists = Dictionary(productLists.map { ($0.name, $0.skus) }, uniquingKeysWith: { first, _ in first })
        var held: [AssortmentRule] = []
        for entry in assortment {
            guard let effect = AssortmentRule.Effect(rawValue: entry.effect) else { return nil }
            if entry.selector == "list" {
                held += (lists[entry.value ?? ""] ?? []).map { AssortmentRule(effect: effect, selector: .product(sku: $0)) }
            } else {
                guard let selector = ProductSelector(named: entry.selector, entry.value) else { return nil }
                held.append(AssortmentRule(effect: effect, selector: selector))
            }
        }
        var made: [PriceRule] = []
        for rule in rules {
            guard let selector = ProductSelector(named: rule.selector, rule.value) else { return nil }
            let tiers = rule.tiers.compactMap { tier -> PriceRule.Tier? in
                if rule.kind == .discount {
                    guard let percent = tier.percent.flatMap({ Percentage($0) }) else { return nil }
                    return PriceRule.Tier(from: tier.from, value: .discount(percent))
                }
                guard let price = rule.kind == .free ? Money.zero(currency) : tier.price else { return nil }
                return PriceRule.Tier(from: tier.from, value: .price(price))
            }
            guard tiers.count == rule.tiers.count else { return nil }
            made.append(
                PriceRule(
                    position: made.count + 1, kind: rule.kind, selector: selector, priority: rule.priority, isCumulative: rule.cumulative,
                    tiers: tiers))
        }
        let quantities = quantityRules.compactMap { rule in
            ProductSelector(named: rule.selector, rule.value).map {
                QuantityRule(selector: $0, minimum: rule.minimum, maximum: rule.maximum, multiple: rule.multiple)
            }
        }
        return ContractDraft(
            number: number, name: name, currency: currency, validFrom: validFrom, validTo: validTo, priceHoldDays: priceHoldDays,
            paymentTerms: terms.payment, isBestPrice: bestPrice, assortment: held, rules: made, quantities: quantities)
    }
}

extension ProductSelector {
    /// As a person writes it: a category by its eight digits.
    init?(named kind: String, _ value: String?) {
        guard kind == "category" else {
            self.init(kind: kind, value: value ?? "")
            return
        }
        guard let value else { return nil }
        self = .category(prefix: Self.prefix(ofCategory: value))
    }
}
