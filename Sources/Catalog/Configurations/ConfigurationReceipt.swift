package import Kernel

/// How the price of a configured product came about (rule 5): the receipts of its parts and how they add up, or its own price. Like
/// `Receipt`, enough to check it later without the engine that made it.
package struct ConfigurationReceipt: Sendable, Equatable, Codable {
    package struct Reference: Sendable, Equatable, Codable {
        package let id: String
        package let number: String
        package let version: Int
    }

    package struct Part: Sendable, Equatable, Codable {
        /// Absent for what the configuration is built on, which is the first.
        package let slot: String?
        package let sku: String
        /// In one set.
        package let quantity: Quantity
        /// What it adds to the price of one set: its unit price times `quantity`, to four decimals. Absent, as is `receipt`, where the
        /// configuration has a price of its own.
        package let amount: String?
        /// For all sets.
        package let receipt: Receipt?
    }

    package struct Step: Sendable, Equatable, Codable {
        package enum Operation: String, Sendable, Codable { case addPart, fixedPrice, timesQuantity }

        package let operation: Operation
        package let operand: String
        package let result: String
    }

    package let configuration: Reference
    /// Of the base.
    package let sku: String
    /// Sets.
    package let quantity: Quantity
    package let on: LocalDate
    package let currency: Currency
    package let parts: [Part]
    package let steps: [Step]
    package let unitPrice: String
    package let lineTotal: String

    init(_ price: ConfigurationPrice) throws(AmountOutOfRange) {
        let set = price.set
        configuration = Reference(
            id: set.configuration.id.description, number: set.configuration.number, version: set.configuration.version)
        sku = set.base.sku
        quantity = price.sets
        on = price.on
        currency = price.unitPrice.currency
        let amounts = try price.partPrices.map { prices throws(AmountOutOfRange) in try ConfigurationPrice.amounts(of: prices, set) }
        parts = set.parts.enumerated().map { index, part in
            Part(
                slot: part.slot, sku: part.product.sku, quantity: part.quantity, amount: amounts?[index].amount,
                receipt: price.partPrices?[index].receipt)
        }
        let (unitPrice, lineTotal) = (price.unitPrice.amount, price.lineTotal.amount)
        var sum: Int64 = 0
        var steps = (amounts ?? []).map { amount in
            sum += amount.tenThousandths
            return Step(
                operation: .addPart, operand: amount.amount, result: Money(tenThousandths: sum, amount.currency).amount)
        }
        if amounts == nil { steps.append(Step(operation: .fixedPrice, operand: unitPrice, result: unitPrice)) }
        self.steps = steps + [Step(operation: .timesQuantity, operand: price.sets.description, result: lineTotal)]
        self.unitPrice = unitPrice
        self.lineTotal = lineTotal
    }
}
