package import Kernel

/// How much of what each cumulative rule speaks of stands in one document: what its volume tier is reached by.
///
/// A rule's lines are those that it speaks of under a contract that holds them, whichever rule decides their price in the end: so the
/// volume depends on what is in the document and not on what it comes to cost; where discounts rise with the quantity, and no narrower
/// rule begins at one, another line never makes one dearer (docs/decisions/0016). Pieces and hours are not added up: a volume is of one
/// unit of measure.
package struct CumulativeVolumes: Sendable, Equatable {
    private struct Key: Sendable, Hashable {
        let contract: ContractVersionKey
        let position: Int
        let unitOfMeasure: String
    }

    private var thousandths: [Key: Int64] = [:]

    package init(of lines: [(product: Product, quantity: Quantity)], in list: PriceList) {
        guard list.hasCumulativeRules else { return }
        for (product, quantity) in lines where product.status(on: list.on).canBeOrdered {
            let traits = ProductTraits(product)
            for (contract, book) in list.entries where book.hasCumulativeRules {
                let reading = book.reading(traits)
                guard reading.isHeld else { continue }
                reading.forEachRule { rule in
                    guard rule.isCumulative else { return }
                    let key = Key(contract: contract.key, position: rule.position, unitOfMeasure: product.unitOfMeasure)
                    let (sum, overflow) = thousandths[key, default: 0].addingReportingOverflow(quantity.thousandths)
                    thousandths[key] = overflow ? .max : sum
                }
            }
        }
    }

    /// What the rule's tier is reached by for a line of the document.
    /// - Throws: `AmountOutOfRange` where the sum is no quantity that can be stored.
    func counted(
        _ quantity: Quantity, of product: Product, by rule: PriceRule, under contract: Contract
    ) throws(AmountOutOfRange) -> Quantity {
        let key = Key(contract: contract.key, position: rule.position, unitOfMeasure: product.unitOfMeasure)
        guard let sum = thousandths[key] else { return quantity }
        guard sum < Quantity.limit else { throw AmountOutOfRange() }
        return Quantity(thousandths: max(sum, quantity.thousandths))
    }
}

extension Quantity {
    /// `numeric(15,3)` holds less than this many thousandths.
    fileprivate static let limit: Int64 = 1_000_000_000_000_000
}
