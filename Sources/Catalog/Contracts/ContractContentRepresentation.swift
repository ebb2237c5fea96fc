import Kernel
package import Web

extension Reading where Value == ContractContent {
    /// The form only; what is wrong with the content is the check's to say.
    package static var contractContent: Self {
        .object { fields in
            let terms: ContractContent.Terms? = fields.optionalObject("terms") { terms in
                .init(
                    payment: terms.optionalString("payment"), delivery: terms.optionalString("delivery"),
                    warranty: terms.optionalString("warranty"), freight: terms.optionalString("freight"))
            }
            let rules = 0...Limits.contractRules
            let lists: [ContractContent.ProductList]? = fields.optional("productLists", .list(0...100, of: .productList))
            let assortment: [ContractContent.Assortment]? = fields.optional("assortment", .list(rules, of: .assortment))
            let prices: [ContractContent.Rule]? = fields.optional("rules", .list(rules, of: .contractRule))
            let quantities: [ContractContent.QuantityLimit]? = fields.optional("quantityRules", .list(rules, of: .quantityLimit))
            let commitments: [ContractContent.Commitment]? = fields.optional("commitments", .list(0...100, of: .commitment))
            let rebates: [ContractContent.Rebate]? = fields.optional("rebates", .list(0...100, of: .rebate))
            return ContractContent(
                validFrom: fields.date("validFrom"), validTo: fields.optionalDate("validTo"),
                replaces: fields.optional("replaces", .list(0...100, of: .integer(1...Int(Int32.max)))),
                priceHoldDays: fields.optional("priceHoldDays", .integer(1...3650)) ?? 30, bestPrice: fields.bool("bestPrice", else: false),
                terms: terms ?? .init(), productLists: lists ?? [], assortment: assortment ?? [], rules: prices ?? [],
                quantityRules: quantities ?? [], commitments: commitments ?? [], rebates: rebates ?? [])
        }
    }
}

/// What an entry speaks of, besides the lists that only the assortment knows.
private enum Spoken: String, CaseIterable { case product, category, manufacturer, everything }
private enum SpokenOrListed: String, CaseIterable { case product, category, manufacturer, list, everything }

extension Fields {
    fileprivate var selector: String { required("selector", .one(of: Spoken.self)).rawValue }
    fileprivate var selectorValue: String? { optionalString("value") }
}

extension Reading where Value == ContractContent.ProductList {
    fileprivate static var productList: Self {
        .object { .init(name: $0.string("name"), skus: $0.list("skus", 1...Limits.contractRules, of: .string(1...100))) }
    }
}

extension Reading where Value == ContractContent.Assortment {
    fileprivate static var assortment: Self {
        .object { fields in
            .init(
                effect: fields.required("effect", .one(of: AssortmentRule.Effect.self)).rawValue,
                selector: fields.required("selector", .one(of: SpokenOrListed.self)).rawValue, value: fields.selectorValue)
        }
    }
}

extension Reading where Value == ContractContent.Rule {
    fileprivate static var contractRule: Self {
        .object { fields in
            .init(
                kind: fields.required("kind", .one(of: PriceRule.Kind.self)), selector: fields.selector, value: fields.selectorValue,
                priority: fields.optional("priority", .integer(0...1_000_000)) ?? 0, cumulative: fields.bool("cumulative", else: false),
                tiers: fields.required("tiers", .list(1...Limits.stepsPerRule, of: .contractTier)))
        }
    }
}

extension Reading where Value == ContractContent.Tier {
    fileprivate static var contractTier: Self {
        .object { fields in
            .init(
                from: fields.required("from", .quantity(allowingZero: true)), price: fields.optionalMoney("price"),
                percent: fields.optionalString("percent", 1...20))
        }
    }
}

extension Reading where Value == ContractContent.QuantityLimit {
    fileprivate static var quantityLimit: Self {
        .object { fields in
            .init(
                selector: fields.selector, value: fields.selectorValue, minimum: fields.optional("minimum", .quantity()),
                maximum: fields.optional("maximum", .quantity()), multiple: fields.optional("multiple", .quantity()))
        }
    }
}

extension Reading where Value == ContractContent.Commitment {
    fileprivate static var commitment: Self {
        .object { fields in
            .init(
                period: fields.required("period", .one(of: ContractContent.Period.self)), selector: fields.selector,
                value: fields.selectorValue, revenue: fields.optionalMoney("revenue"), volume: fields.optional("volume", .quantity()),
                unitOfMeasure: fields.optional("unitOfMeasure", .unitCode))
        }
    }
}

extension Reading where Value == ContractContent.Rebate {
    fileprivate static var rebate: Self {
        .object { fields in
            .init(
                period: fields.required("period", .one(of: ContractContent.Period.self)),
                tiers: fields.list("tiers", 1...100) { .init(from: $0.money("from"), percent: $0.string("percent", 1...20)) })
        }
    }
}
