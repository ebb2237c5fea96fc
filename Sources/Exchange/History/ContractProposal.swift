import Kernel

/// The prices that a customer has in fact been paying, as the terms of a contract: what it bought, at what, from which quantity.
///
/// A product's purchases are walked back from the latest. They are one agreement as long as the price falls where the quantity rises: every
/// quantity at a higher price is below every quantity at a lower one. The first purchase that breaks this, and all before it, belong to an
/// older agreement. So the proposal always gives the latest price back. Gifts (price zero), returns and charges make no price.
struct ContractProposal: Sendable, Equatable {
    struct Step: Sendable, Equatable {
        /// Zero for the first.
        let from: Quantity
        let unitPrice: Money
    }

    struct Price: Sendable, Equatable {
        let sku: String
        /// Quantities rise, prices fall; never empty.
        let steps: [Step]
    }

    /// By SKU.
    let prices: [Price]

    /// `purchases` oldest first.
    init(_ purchases: [HistoryLine]) {
        var agreements: [String: Agreement] = [:]
        for line in purchases.reversed() where line.isProduct && !line.isReturn && line.unitPrice.tenThousandths > 0 {
            agreements[line.sku, default: Agreement()].extend(back: line.quantity, at: line.unitPrice)
        }
        prices = agreements.sorted { $0.key < $1.key }.map { sku, agreement in Price(sku: sku, steps: agreement.steps) }
    }
}

/// The purchases of one product that still fit together, walking back in time.
private struct Agreement {
    private struct Range {
        let unitPrice: Money
        var least: Quantity
        var most: Quantity
    }

    /// Prices fall, quantities rise.
    private var ranges: [Range] = []
    private var isOver = false

    mutating func extend(back quantity: Quantity, at price: Money) {
        guard !isOver else { return }
        var extended = ranges
        if let index = extended.firstIndex(where: { $0.unitPrice == price }) {
            extended[index].least = min(extended[index].least, quantity)
            extended[index].most = max(extended[index].most, quantity)
        } else {
            let index = extended.firstIndex { $0.unitPrice.tenThousandths < price.tenThousandths } ?? extended.endIndex
            extended.insert(Range(unitPrice: price, least: quantity, most: quantity), at: index)
        }
        guard zip(extended, extended.dropFirst()).allSatisfy({ $0.most < $1.least }) else {
            isOver = true
            return
        }
        ranges = extended
    }

    var steps: [ContractProposal.Step] {
        ranges.enumerated().map { index, range in
            ContractProposal.Step(from: index == 0 ? Quantity(0) : range.least, unitPrice: range.unitPrice)
        }
    }
}
