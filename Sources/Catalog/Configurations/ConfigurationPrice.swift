package import Kernel

/// What a configured product costs, and how that came about.
package struct ConfigurationPrice: Sendable, Equatable {
    package let set: ConfiguredSet
    package let sets: Quantity
    package let on: LocalDate
    /// Of one set.
    package let unitPrice: Money
    /// Unit price times sets, rounded once to the minor unit (rule 1).
    package let lineTotal: Money
    /// Of each part for all sets, in the order of the set's; nil where the configuration has a price of its own.
    package let partPrices: [Price]?
    /// What the contract allows a line to ask for of the base.
    package let quantityRule: QuantityRule?
    package let holdDays: Int
    /// What each part of the line counts for, in the order of the set's.
    package let shares: [LineShare]

    /// That of the base; none where the configuration has a price of its own.
    package var contract: Contract? { partPrices?.first?.contract }

    package var receipt: ConfigurationReceipt {
        get throws(AmountOutOfRange) { try ConfigurationReceipt(self) }
    }
}

/// What asking for the price of a configured product answers.
package enum ConfigurationOutcome: Sendable, Equatable {
    case price(ConfigurationPrice)
    /// These of the set's parts have no price, or, with none of them, the configuration has none in this currency.
    case onRequest([ConfiguredSet.Part])
}

extension PriceList {
    /// Holds a selection against a configuration as the reader of this price list may order it: parts outside the assortment are not
    /// offered.
    package func check(
        _ selection: ConfigurationSelection, of configuration: StandardConfiguration, products: [String: Product]
    ) -> SelectionCheck {
        SelectionCheck(
            of: selection, in: configuration.content, isOffered: { sku in products[sku].map(holds) ?? false },
            isCounted: { sku in products[sku]?.isCounted ?? true })
    }

    /// The price of a configured product: what the one price function says of each part, added up, or the configuration's own.
    /// - Parameter volumes: of the document that the line stands in, these parts among it; nil for a line by itself.
    /// - Throws: `AmountOutOfRange` where a price, or a quantity, cannot be stored.
    package func price(
        of set: ConfiguredSet, sets: Quantity, among volumes: CumulativeVolumes? = nil
    ) throws(AmountOutOfRange) -> ConfigurationOutcome {
        let demand = try set.demand(sets)
        let volumes = volumes ?? CumulativeVolumes(of: demand, in: self)
        var found: [Price?] = []
        for line in demand {
            if case .price(let price) = try price(of: line.product, quantity: line.quantity, among: volumes) {
                found.append(price)
            } else {
                found.append(nil)
            }
        }
        let prices = found.compactMap(\.self)
        let unpriced = zip(set.parts, found).filter { $0.1 == nil }.map(\.0)
        let rule = prices.first { $0.sku == set.base.sku }?.quantityRule
        switch set.configuration.content.pricing.kind {
        case .fixed:
            let pricing = set.configuration.content.pricing
            guard let amount = pricing.prices.first(where: { $0.currency == currency }) else { return .onRequest([]) }
            let total = try amount.times(sets)
            return .price(
                ConfigurationPrice(
                    set: set, sets: sets, on: on, unitPrice: amount, lineTotal: total, partPrices: nil, quantityRule: rule,
                    holdDays: pricing.priceHoldDays, shares: try shares(of: total, among: set, demand, found)))
        case .sum:
            guard unpriced.isEmpty else { return .onRequest(unpriced) }
            let amounts = try ConfigurationPrice.amounts(of: prices, set)
            let unitPrice = try Self.sum(amounts, in: currency)
            let total = try unitPrice.times(sets)
            return .price(
                ConfigurationPrice(
                    set: set, sets: sets, on: on, unitPrice: unitPrice, lineTotal: total, partPrices: prices, quantityRule: rule,
                    holdDays: prices.map(\.contract.priceHoldDays).min() ?? 0,
                    shares: try shares(of: total, among: set, demand, found)))
        }
    }

    /// As what each part adds to a set by the price function, also where the set has a price of its own; a part without a price has no
    /// share of the money then.
    /// - Parameter prices: of the parts, nil where one has none.
    private func shares(
        of total: Money, among set: ConfiguredSet, _ demand: [(product: Product, quantity: Quantity)], _ prices: [Price?]
    ) throws(AmountOutOfRange) -> [LineShare] {
        var weights: [Int64] = []
        for (price, part) in zip(prices, set.parts) {
            weights.append(try price?.unitPrice.unitPrice(of: part.quantity).tenThousandths ?? 0)
        }
        return zip(total.shared(by: weights), zip(demand, prices)).map { revenue, part in
            let (line, price) = part
            return LineShare(
                product: line.product.id, unitOfMeasure: line.product.unitOfMeasure, quantity: line.quantity,
                contract: price?.contract.id ?? holder(of: line.product)?.id, revenue: revenue)
        }
    }

    private static func sum(_ amounts: [Money], in currency: Currency) throws(AmountOutOfRange) -> Money {
        var sum = Money.zero(currency)
        for amount in amounts {
            do { sum = try sum.adding(amount) } catch { throw AmountOutOfRange() }
        }
        return sum
    }
}

extension ConfigurationPrice {
    /// What each part adds to the price of one set.
    static func amounts(of prices: [Price], _ set: ConfiguredSet) throws(AmountOutOfRange) -> [Money] {
        var amounts: [Money] = []
        for (price, part) in zip(prices, set.parts) { amounts.append(try price.unitPrice.unitPrice(of: part.quantity)) }
        return amounts
    }

    /// As a line keeps it.
    package var line: ConfiguredLine {
        let parts = set.parts.enumerated().map { index, part in
            ConfiguredLine.Part(
                slot: part.slot ?? "", sku: part.product.sku, name: part.product.name, unitOfMeasure: part.product.unitOfMeasure,
                quantity: part.quantity, unitPrice: partPrices?[index].unitPrice)
        }
        return ConfiguredLine(
            id: set.configuration.id, number: set.configuration.number, version: set.configuration.version,
            basePrice: partPrices?.first?.unitPrice, parts: Array(parts.dropFirst()))
    }
}
