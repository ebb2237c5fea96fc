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
        var prices: [Price] = []
        var unpriced: [ConfiguredSet.Part] = []
        for (part, line) in zip(set.parts, demand) {
            switch try price(of: line.product, quantity: line.quantity, among: volumes) {
            case .price(let price): prices.append(price)
            case .onRequest, .notInAssortment: unpriced.append(part)
            }
        }
        let rule = prices.first { $0.sku == set.base.sku }?.quantityRule
        switch set.configuration.content.pricing.kind {
        case .fixed:
            let pricing = set.configuration.content.pricing
            guard let amount = pricing.prices.first(where: { $0.currency == currency }) else { return .onRequest([]) }
            return .price(
                ConfigurationPrice(
                    set: set, sets: sets, on: on, unitPrice: amount, lineTotal: try amount.times(sets), partPrices: nil,
                    quantityRule: rule, holdDays: pricing.priceHoldDays))
        case .sum:
            guard unpriced.isEmpty else { return .onRequest(unpriced) }
            let amounts = try ConfigurationPrice.amounts(of: prices, set)
            let unitPrice = try Self.sum(amounts, in: currency)
            return .price(
                ConfigurationPrice(
                    set: set, sets: sets, on: on, unitPrice: unitPrice, lineTotal: try unitPrice.times(sets), partPrices: prices,
                    quantityRule: rule, holdDays: prices.map(\.contract.priceHoldDays).min() ?? 0))
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
