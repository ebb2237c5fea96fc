package import Kernel

/// How a price came about (rule 5): enough to check it later without the engine that made it.
/// Amounts are decimal text in `currency`; docs/prices.md reads one line by line.
package struct Receipt: Sendable, Equatable, Codable {
    package struct ContractReference: Sendable, Equatable, Codable {
        package let id: String
        package let number: String
        package let version: Int

        init(_ contract: Contract) {
            id = contract.id.description
            number = contract.number
            version = contract.version
        }
    }

    /// The rule that won and the step of it that the quantity reached.
    package struct WinningRule: Sendable, Equatable, Codable {
        package let position: Int
        package let kind: PriceRule.Kind
        package let selector: String
        package let value: String
        package let priority: Int
        package let fromQuantity: Quantity?
        /// Where the next step would have begun; absent on the last.
        package let nextFromQuantity: Quantity?
        /// What the step was reached by, where all lines of the document that the rule speaks of count together; this line is among them.
        package let cumulativeQuantity: Quantity?

        init(_ decided: Candidate) {
            let rule = decided.rule
            position = rule.position
            kind = rule.kind
            selector = rule.selector.kind
            value = rule.selector.value
            priority = rule.priority
            fromQuantity = decided.tier?.from
            nextFromQuantity = rule.nextTier(after: decided.counted)?.from
            cumulativeQuantity = rule.isCumulative ? decided.counted : nil
        }
    }

    /// One step of arithmetic and what it came to.
    package struct Step: Sendable, Equatable, Codable {
        package enum Operation: String, Sendable, Codable {
            case listPrice, fixedPrice, costFree, discount
            /// In place of a discounted price that would round to nothing.
            case leastPrice
            case timesQuantity
        }

        package let operation: Operation
        package let operand: String
        package let result: String
    }

    package enum LossReason: String, Sendable, Codable {
        case lessSpecific, lowerPriority, higherPrice, fartherUnit, noListPrice, otherCurrency, quantityBelowTiers, equalButLater
    }

    /// A rule that spoke of the product and did not decide.
    package struct LostRule: Sendable, Equatable, Codable {
        package let contract: String
        package let version: Int
        package let position: Int
        package let selector: String
        package let value: String
        /// What it would have made the unit price; absent where it did not apply.
        package let unitPrice: String?
        package let reason: LossReason
    }

    package let sku: String
    package let quantity: Quantity
    package let on: LocalDate
    package let currency: Currency
    package let listPrice: String?
    /// The day that the list price is of, where it is not that of `on`: nothing is known of it then.
    package let listPriceOn: LocalDate?
    package let contract: ContractReference
    /// Absent where the list price holds because no rule spoke of the product.
    package let rule: WinningRule?
    package let steps: [Step]
    package let unitPrice: String
    package let lineTotal: String
    package let lost: [LostRule]

    static func steps(list: Money?, winner: Candidate?, unitPrice: Money, quantity: Quantity, lineTotal: Money) -> [Step] {
        var steps: [Step] = []
        switch winner?.tier?.value {
        case .price(let price):
            let operation: Step.Operation = winner?.rule.kind == .free ? .costFree : .fixedPrice
            steps.append(Step(operation: operation, operand: price.amount, result: price.amount))
        case .discount(let discount):
            if let list { steps.append(Step(operation: .listPrice, operand: list.amount, result: list.amount)) }
            let rest = (try? list?.reduced(by: discount)) ?? unitPrice
            steps.append(Step(operation: .discount, operand: discount.description, result: rest.amount))
            if rest != unitPrice { steps.append(Step(operation: .leastPrice, operand: unitPrice.amount, result: unitPrice.amount)) }
        case nil: steps.append(Step(operation: .listPrice, operand: unitPrice.amount, result: unitPrice.amount))
        }
        return steps + [Step(operation: .timesQuantity, operand: quantity.description, result: lineTotal.amount)]
    }
}
