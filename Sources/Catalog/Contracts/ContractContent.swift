import FoundationEssentials
package import Kernel

/// What a contract's version says, as its supplier writes it: nothing is taken for right yet. `faults` finds all that is wrong with it, and
/// only what has none becomes a `ContractDraft` and a version. Decimals stay the text that was written.
package struct ContractContent: Codable, Sendable, Equatable {
    package struct Terms: Codable, Sendable, Equatable {
        package var payment: String?
        package var delivery: String?
        package var warranty: String?
        package var freight: String?

        package init(payment: String? = nil, delivery: String? = nil, warranty: String? = nil, freight: String? = nil) {
            self.payment = payment
            self.delivery = delivery
            self.warranty = warranty
            self.freight = freight
        }
    }

    /// A named list of SKUs that the assortment can name as one. It is part of the version, so it changes no more than that does.
    package struct ProductList: Codable, Sendable, Equatable {
        package var name: String
        package var skus: [String]

        package init(name: String, skus: [String]) {
            self.name = name
            self.skus = skus
        }
    }

    /// What an entry speaks of: `product`, `category`, `manufacturer`, `everything`, and in the assortment `list`.
    package struct Assortment: Codable, Sendable, Hashable {
        package var effect: String
        package var selector: String
        package var value: String?

        package init(effect: String, selector: String, value: String?) {
            self.effect = effect
            self.selector = selector
            self.value = value
        }
    }

    package struct Tier: Codable, Sendable, Equatable {
        package var from: Quantity
        package var price: Money?
        package var percent: String?

        package init(from: Quantity, price: Money? = nil, percent: String? = nil) {
            self.from = from
            self.price = price
            self.percent = percent
        }
    }

    package struct Rule: Codable, Sendable, Equatable {
        package var kind: PriceRule.Kind
        package var selector: String
        package var value: String?
        package var priority: Int
        package var cumulative: Bool
        package var tiers: [Tier]

        package init(kind: PriceRule.Kind, selector: String, value: String?, priority: Int, cumulative: Bool, tiers: [Tier]) {
            self.kind = kind
            self.selector = selector
            self.value = value
            self.priority = priority
            self.cumulative = cumulative
            self.tiers = tiers
        }
    }

    package struct QuantityLimit: Codable, Sendable, Equatable {
        package var selector: String
        package var value: String?
        package var minimum: Quantity?
        package var maximum: Quantity?
        package var multiple: Quantity?

        package init(selector: String, value: String?, minimum: Quantity?, maximum: Quantity?, multiple: Quantity?) {
            self.selector = selector
            self.value = value
            self.minimum = minimum
            self.maximum = maximum
            self.multiple = multiple
        }
    }

    package enum Period: String, Codable, Sendable, CaseIterable { case month, quarter, year, term }

    /// What the customer promised to buy in each period: a volume or a revenue, of everything or of what a selector names. A volume is of
    /// one unit of measure (`counts`).
    package struct Commitment: Codable, Sendable, Equatable {
        package var period: Period
        package var selector: String
        package var value: String?
        package var revenue: Money?
        package var volume: Quantity?
        /// Of the volume, a code of UN/ECE Recommendation 20; nil: pieces, or whatever the one product is sold by.
        package var unitOfMeasure: String?

        package init(
            period: Period, selector: String, value: String?, revenue: Money?, volume: Quantity?, unitOfMeasure: String? = nil
        ) {
            self.period = period
            self.selector = selector
            self.value = value
            self.revenue = revenue
            self.volume = volume
            self.unitOfMeasure = unitOfMeasure
        }

        /// Whether what is sold by this unit counts towards the volume: pieces and hours are not added up.
        package func counts(_ unit: String) -> Bool {
            if let unitOfMeasure { return unit == unitOfMeasure }
            return selector == "product" || Self.pieces.contains(unit)
        }

        /// Recommendation 20 has three codes for one of a thing.
        private static let pieces: Set<String> = ["C62", "EA", "H87"]
    }

    /// What the supplier gives back of a period's revenue, from which revenue on.
    package struct Rebate: Codable, Sendable, Equatable {
        package struct Step: Codable, Sendable, Equatable {
            package var from: Money
            package var percent: String

            package init(from: Money, percent: String) {
                self.from = from
                self.percent = percent
            }
        }

        package var period: Period
        package var tiers: [Step]

        package init(period: Period, tiers: [Step]) {
            self.period = period
            self.tiers = tiers
        }
    }

    package var validFrom: LocalDate
    package var validTo: LocalDate?
    /// Published versions whose days this one overlaps on purpose.
    package var replaces: [Int]?
    package var priceHoldDays: Int
    package var bestPrice: Bool
    package var terms: Terms
    package var productLists: [ProductList]
    package var assortment: [Assortment]
    package var rules: [Rule]
    package var quantityRules: [QuantityLimit]
    package var commitments: [Commitment]
    package var rebates: [Rebate]

    package init(
        validFrom: LocalDate, validTo: LocalDate? = nil, replaces: [Int]? = nil, priceHoldDays: Int = 30, bestPrice: Bool = false,
        terms: Terms = Terms(),
        productLists: [ProductList] = [], assortment: [Assortment] = [], rules: [Rule] = [], quantityRules: [QuantityLimit] = [],
        commitments: [Commitment] = [], rebates: [Rebate] = []
    ) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.replaces = replaces
        self.priceHoldDays = priceHoldDays
        self.bestPrice = bestPrice
        self.terms = terms
        self.productLists = productLists
        self.assortment = assortment
        self.rules = rules
        self.quantityRules = quantityRules
        self.commitments = commitments
        self.rebates = rebates
    }

    /// JSON with sorted keys and no white space: what is stored.
    package func canonical() throws -> String { try canonicalJSON() }

    package init(canonical text: String) throws {
        self = try JSONDecoder().decode(ContractContent.self, from: Data(text.utf8))
    }

    /// The names that must be there in the master catalog.
    package var names: ContractNames {
        var names = ContractNames()
        for list in productLists { names.skus.formUnion(list.skus) }
        let spoken =
            assortment.map { ($0.selector, $0.value) } + rules.map { ($0.selector, $0.value) }
            + quantityRules.map { ($0.selector, $0.value) } + commitments.map { ($0.selector, $0.value) }
        for (selector, value) in spoken {
            guard let value else { continue }
            switch selector {
            case "product": names.skus.insert(value)
            case "category": names.categories.insert(value)
            case "manufacturer": names.manufacturers.insert(value)
            default: break
            }
        }
        return names
    }
}

/// Names of the master catalog: those that a contract's content uses, or those of them that there are.
package struct ContractNames: Sendable, Equatable {
    package var skus: Set<String> = []
    /// UNSPSC, eight digits.
    package var categories: Set<String> = []
    package var manufacturers: Set<String> = []

    package init() {}

    package init(skus: Set<String>, categories: Set<String>, manufacturers: Set<String>) {
        self.skus = skus
        self.categories = categories
        self.manufacturers = manufacturers
    }
}
