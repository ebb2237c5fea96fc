import Accounts
import Catalog
import Foundation
import Kernel
import PurveyorTesting

/// A configuration over a market's products: the first is what it is built on.
struct ConfiguredMarket {
    let market: Market
    let configuration: StandardConfiguration

    var products: [String: Product] { Dictionary(uniqueKeysWithValues: market.products.map { ($0.sku, $0) }) }

    init(_ random: inout SeededRandom, in currency: Currency = Market.dollar, fromNearestTo farthest: Int = 2) {
        let market = Market(&random, in: currency, fromNearestTo: farthest)
        self.market = market
        let slots = (1...3).map { number in
            ConfigurationContent.Slot(
                name: "slot\(number)", labels: ["en": "Slot"], minimum: Quantity(thousandths: 0), maximum: Quantity(100),
                alternatives: market.products.dropFirst().map { .init(sku: $0.sku, minimum: .one, maximum: Quantity(9)) })
        }
        let price = Money(tenThousandths: .random(in: 1...5_000_000, using: &random), currency)
        configuration = StandardConfiguration(
            id: ID(UUID()), number: "SC-1", unit: ID(UUID()), version: 1,
            content: ConfigurationContent(
                validFrom: Market.day, names: ["en": "Any"], base: market.products[0].sku, slots: slots,
                pricing: random.chance(25) ? .init(kind: .fixed, prices: [price]) : .init()))
    }

    func selection(_ random: inout SeededRandom) -> ConfigurationSelection {
        var choices: [ConfigurationChoice] = []
        for slot in configuration.content.slots {
            for alternative in slot.alternatives where random.chance(40) {
                let isCounted = products[alternative.sku]!.isCounted
                let quantity = Quantity(thousandths: .random(in: 1...4, using: &random) * 1000 + (isCounted || random.chance(50) ? 0 : 250))
                choices.append(.init(slot: slot.name, sku: alternative.sku, quantity: quantity))
            }
        }
        return ConfigurationSelection(choices, isWhole: true)
    }

    /// A priced set of some selection; nil where the market has none.
    func price(_ random: inout SeededRandom) throws -> ConfigurationPrice? {
        let check = market.list.check(selection(&random), of: configuration, products: products)
        guard check.violations.isEmpty, let set = ConfiguredSet(configuration, check.parts, products: products) else { return nil }
        let sets = Quantity(.random(in: 1...12, using: &random))
        guard case .price(let price) = try market.list.price(of: set, sets: sets) else { return nil }
        return price
    }
}
