import Kernel

extension ConfigurationReceipt {
    /// Why a receipt cannot be right.
    package enum Flaw: Error, Equatable {
        case unreadable(String)
        /// The steps are not those of any price: each part added and nothing else, or a fixed price, then the sets.
        case shape
        /// The part's own receipt is of another product, quantity, day or currency, or does not come to what it adds.
        case part(Int)
        case partReceipt(Int, Receipt.Flaw)
        case step(Int)
        case total
        case unitPrice
    }

    /// Does the arithmetic again, that of the parts' receipts too, from the receipt alone.
    package func check() throws(Flaw) {
        guard let stated = Money(unitPrice, currency), let total = Money(lineTotal, currency) else {
            throw .unreadable("unitPrice, lineTotal")
        }
        guard let base = parts.first, base.slot == nil, base.sku == sku, base.quantity == .one,
            parts.dropFirst().allSatisfy({ $0.slot != nil }), quantity.isWhole
        else { throw .shape }
        var amounts: [Money]?
        switch steps.first?.operation {
        case .addPart: amounts = try checkedParts()
        case .fixedPrice: guard parts.allSatisfy({ $0.amount == nil && $0.receipt == nil }) else { throw .shape }
        case .timesQuantity, nil: throw .shape
        }
        let operations = amounts.map { $0.map { _ in Step.Operation.addPart } } ?? [.fixedPrice]
        guard steps.map(\.operation) == operations + [.timesQuantity] else { throw .shape }
        try checkSteps(adding: amounts, stated, total)
    }

    /// What each part adds to the price of a set.
    private func checkedParts() throws(Flaw) -> [Money] {
        var amounts: [Money] = []
        for (index, part) in parts.enumerated() {
            guard let receipt = part.receipt, receipt.sku == part.sku, receipt.on == on, receipt.currency == currency,
                receipt.quantity == (try? part.quantity.times(quantity)), let price = Money(receipt.unitPrice, currency),
                let amount = try? price.unitPrice(of: part.quantity), amount.amount == part.amount
            else { throw .part(index) }
            do throws(Receipt.Flaw) { try receipt.check() } catch { throw .partReceipt(index, error) }
            amounts.append(amount)
        }
        return amounts
    }

    private func checkSteps(adding amounts: [Money]?, _ stated: Money, _ total: Money) throws(Flaw) {
        var current = Money.zero(currency)
        for (index, step) in steps.enumerated() {
            let expected: Money?
            switch step.operation {
            case .addPart:
                expected = step.operand == amounts?[index].amount ? amounts.flatMap { try? current.adding($0[index]) } : nil
            case .fixedPrice: expected = Money(step.operand, currency)
            case .timesQuantity:
                guard current == stated else { throw .unitPrice }
                expected = step.operand == quantity.description ? try? current.times(quantity) : nil
            }
            guard let result = Money(step.result, currency), expected == result else { throw .step(index) }
            current = result
        }
        guard current == total else { throw .total }
    }
}

extension ConfigurationReceipt.Flaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let what): "\(what): no amount in this currency"
        case .shape: "the steps are not those of any price of a configured product"
        case .part(let index): "part \(index + 1) is not what its own receipt says, or adds something else"
        case .partReceipt(let index, let flaw): "part \(index + 1): \(flaw)"
        case .step(let index): "step \(index + 1) does not come to its result"
        case .total: "the last step is not the line total"
        case .unitPrice: "the steps do not come to the unit price"
        }
    }
}
