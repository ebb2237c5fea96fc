package import Kernel

extension PriceList {
    /// The one price function (rules 3 and 4): catalog, ladder, quote and order use it or copy its result.
    /// - Parameter volumes: of the document that the line stands in; nil for a line by itself.
    /// - Throws: `AmountOutOfRange` where unit price times quantity, or a cumulative quantity, cannot be stored.
    package func price(
        of product: Product, quantity: Quantity, among volumes: CumulativeVolumes? = nil
    ) throws(AmountOutOfRange) -> PriceOutcome {
        guard product.status(on: on).canBeOrdered else { return .notInAssortment }
        let traits = ProductTraits(product)
        let listPrice = product.listPrice.flatMap { $0.currency == currency ? $0 : nil }
        var candidates: [Candidate] = []
        var isHeld = false
        var nearest: Contract?
        var quantityRules: [(contract: Contract, rule: QuantityRule)] = []
        for (contract, book) in entries {
            let reading = book.reading(traits)
            guard reading.isHeld else { continue }
            isHeld = true
            // A contract in another currency agrees nothing in this one, and least of all the list price.
            if nearest == nil, contract.currency == currency { nearest = contract }
            if book.hasQuantityRules, let rule = reading.quantity { quantityRules.append((contract, rule)) }
            try reading.forEachRule { rule throws(AmountOutOfRange) in
                let counted =
                    rule.isCumulative
                    ? try volumes?.counted(quantity, of: product, by: rule, under: contract) ?? quantity : quantity
                candidates.append(
                    try Candidate(contract: contract, rule: rule, counted: counted, list: listPrice, currency: currency))
            }
        }
        guard isHeld else { return .notInAssortment }
        let champions = champions(among: candidates)
        let winner = strongest(of: champions, among: candidates)
        guard let contract = winner.map({ candidates[$0].contract }) ?? nearest,
            let unitPrice = winner.flatMap({ candidates[$0].unitPrice }) ?? listPrice
        else { return .onRequest }
        return .price(
            Price(
                unitPrice: unitPrice, lineTotal: try unitPrice.times(quantity), contract: contract,
                quantityRule: quantityRules.first { $0.contract === contract }?.rule, sku: product.sku, quantity: quantity, on: on,
                listPrice: listPrice, listPriceOn: listPrice == nil || product.listPriceOn == on ? nil : product.listPriceOn,
                candidates: candidates, winner: winner, champions: champions))
    }

    /// The nearest unit with an applicable rule decides: each of its contracts puts up its own winner (its lowest price, if it says
    /// *best price*); among those the same order counts.
    private func champions(among candidates: [Candidate]) -> [Int] {
        var nearest: Int?
        for candidate in candidates where candidate.unitPrice != nil {
            nearest = min(nearest ?? .max, candidate.contract.distance)
        }
        guard let nearest else { return [] }
        var champions: [Int] = []
        // Candidates come contract by contract.
        for index in candidates.indices where candidates[index].unitPrice != nil && candidates[index].contract.distance == nearest {
            guard let last = champions.last, candidates[last].contract === candidates[index].contract else {
                champions.append(index)
                continue
            }
            if candidates[last].loses(to: candidates[index]) != nil { champions[champions.count - 1] = index }
        }
        return champions
    }

    private func strongest(of champions: [Int], among candidates: [Candidate]) -> Int? {
        var best: Int?
        for next in champions {
            guard let current = best else {
                best = next
                continue
            }
            if candidates[current].loses(to: candidates[next]) != nil { best = next }
        }
        return best
    }
}
