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
    package let receipt: Receipt
}

extension PriceList {
    /// The one price function (rules 3 and 4): catalog, quote and order use it or copy its result.
    /// - Throws: `AmountOutOfRange` where unit price times quantity cannot be stored.
    package func price(of product: Product, quantity: Quantity) throws(AmountOutOfRange) -> PriceOutcome {
        let selectors = ProductSelector.matching(product)
        let holding = contracts(holding: selectors)
        guard product.status(on: on).canBeOrdered, let nearest = holding.first else { return .notInAssortment }
        let list = product.listPrice.flatMap { $0.currency == currency ? $0 : nil }
        var candidates: [Candidate] = []
        for (contract, book) in holding {
            for rule in book.rules(for: selectors) {
                candidates.append(try Candidate(contract: contract, rule: rule, quantity: quantity, list: list, currency: currency))
            }
        }
        let champions = champions(among: candidates)
        guard let winner = strongest(champions) else {
            guard let list else { return .onRequest }
            let lost = candidates.map { $0.lost(to: nil, champion: nil) }
            return .price(try price(nil, under: nearest.contract, at: list, product, quantity, list, lost: lost))
        }
        guard let unitPrice = winner.unitPrice else { return .onRequest }
        let lost = candidates.filter { $0 != winner }.map { candidate in
            candidate.lost(to: winner, champion: champions.first { $0.contract.id == candidate.contract.id })
        }
        return .price(try price(winner, under: winner.contract, at: unitPrice, product, quantity, list, lost: lost))
    }

    /// The nearest unit with an applicable rule decides: each of its contracts puts up its own winner (its lowest price, if it says
    /// *best price*); among those the same order counts.
    private func champions(among candidates: [Candidate]) -> [Candidate] {
        let applicable = candidates.filter { $0.unitPrice != nil }
        guard let distance = applicable.map(\.contract.distance).min() else { return [] }
        let near = applicable.filter { $0.contract.distance == distance }
        return contracts.compactMap { contract in strongest(near.filter { $0.contract.id == contract.id }) }
    }

    private func strongest(_ candidates: [Candidate]) -> Candidate? {
        candidates.reduce(nil) { best, next in
            guard let best else { return next }
            return best.loses(to: next) != nil ? next : best
        }
    }

    private func price(
        _ winner: Candidate?, under contract: Contract, at unitPrice: Money, _ product: Product, _ quantity: Quantity, _ list: Money?,
        lost: [Receipt.LostRule]
    ) throws(AmountOutOfRange) -> Price {
        let lineTotal = try unitPrice.times(quantity)
        let receipt = Receipt(
            sku: product.sku, quantity: quantity, on: on, currency: currency, listPrice: list?.amount,
            contract: Receipt.ContractReference(contract), rule: winner.map { Receipt.WinningRule($0.rule, $0.tier) },
            steps: Receipt.steps(list: list, winner: winner?.tier?.value, unitPrice: unitPrice, quantity: quantity, lineTotal: lineTotal),
            unitPrice: unitPrice.amount, lineTotal: lineTotal.amount, lost: lost)
        return Price(unitPrice: unitPrice, lineTotal: lineTotal, contract: contract, receipt: receipt)
    }
}
