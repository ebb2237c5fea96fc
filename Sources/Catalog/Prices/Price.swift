package import Kernel

/// What the price function answers.
package enum PriceOutcome: Sendable, Equatable {
    case price(Price)
    /// No contract in force holds the product, or its life cycle forbids ordering it: for this caller it does not exist.
    case notInAssortment
    /// In the assortment, but nothing says what it costs in this currency.
    case onRequest
}

/// A price and how it came about.
package struct Price: Sendable, Equatable {
    package let unitPrice: Money
    /// Unit price times quantity, rounded once to the minor unit (rule 1).
    package let lineTotal: Money
    package let contract: Contract
    /// What the contract says of a line's quantity.
    package let quantityRule: QuantityRule?
    let sku: String
    let quantity: Quantity
    let on: LocalDate
    package let listPrice: Money?
    /// Of which day, where it is not that of `on`.
    let listPriceOn: LocalDate?
    /// Every rule that speaks of the product.
    let candidates: [Candidate]
    /// Of `candidates`, the one that decided and those that each contract put up; nil where the list price holds.
    let winner: Int?
    let champions: [Int]

    /// Whether the lines beside it in a document may change it.
    package var isCumulative: Bool { winner.map { candidates[$0].rule.isCumulative } ?? false }

    var decided: Candidate? { winner.map { candidates[$0] } }

    /// Made when it is asked for: most prices are only shown.
    package var receipt: Receipt {
        let decided = decided
        let lost = candidates.indices.filter { $0 != winner }.map { index in
            let candidate = candidates[index]
            let champion = champions.first { candidates[$0].contract.id == candidate.contract.id }
            return candidate.lost(to: decided, champion: champion.map { candidates[$0] })
        }
        return Receipt(
            sku: sku, quantity: quantity, on: on, currency: unitPrice.currency, listPrice: listPrice?.amount, listPriceOn: listPriceOn,
            contract: Receipt.ContractReference(contract), rule: decided.map(Receipt.WinningRule.init),
            steps: Receipt.steps(
                list: listPrice, winner: decided, unitPrice: unitPrice, quantity: quantity, lineTotal: lineTotal),
            unitPrice: unitPrice.amount, lineTotal: lineTotal.amount, lost: lost)
    }
}
