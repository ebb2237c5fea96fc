package import Kernel

/// A limit that an act would pass, with all that explains it.
package struct LimitExcess: Sendable, Equatable {
    package let act: SpendingLimit.Act
    package let period: SpendingLimit.Period
    /// Nil for what is counted by document.
    package let days: ClosedRange<LocalDate>?
    package let limit: Money
    /// In the period, before this.
    package let used: Money?
    package let asked: Money
    package let by: ActingRight
    /// What the limit is in, where that is no currency of what was asked: it allows nothing there (product.md rule 2).
    package let otherCurrencies: [Currency]

    init(
        act: SpendingLimit.Act, period: SpendingLimit.Period, days: ClosedRange<LocalDate>?, limit: Money, used: Money?, asked: Money,
        by right: ActingRight, otherCurrencies: [Currency] = []
    ) {
        self.act = act
        self.period = period
        self.days = days
        self.limit = limit
        self.used = used
        self.asked = asked
        by = right
        self.otherCurrencies = otherCurrencies
    }

    package var left: Money { Money(tenThousandths: max(0, limit.tenThousandths - (used?.tenThousandths ?? 0)), limit.currency) }

    package var sentence: String {
        let whose = by.delegation.map { "What \($0.delegatorName) has delegated to you and the own limit" } ?? "Your limit"
        if !otherCurrencies.isEmpty {
            let known = otherCurrencies.map(\.code).sorted().joined(separator: ", ")
            return "\(whose) to \(act.rawValue) is in \(known), and amounts of other currencies are not compared with it: in "
                + "\(asked.currency) it allows nothing until a limit in that is given. This is \(asked)."
        }
        guard let days, let used else { return "\(whose) to \(act.rawValue) at once is \(limit); this is \(asked)." }
        return "\(whose) to \(act.rawValue) in a \(period.rawValue) is \(limit); from \(days.lowerBound) to \(days.upperBound) "
            + "\(used) are used, so \(left) are left, and this is \(asked)."
    }

    /// The facts with the sentence, for what is shown and not refused.
    package var told: [String: Fact] { facts.merging(["explanation": .text(sentence)]) { own, _ in own } }

    package var facts: [String: Fact] {
        var facts: [String: Fact] = [
            "act": .text(act.rawValue), "period": .text(period.rawValue), "limit": limit.fact, "asked": asked.fact, "left": left.fact,
        ]
        if let used { facts["used"] = used.fact }
        if let days {
            facts["from"] = .text(days.lowerBound.description)
            facts["to"] = .text(days.upperBound.description)
        }
        if let delegation = by.delegation { facts["for"] = .text(delegation.delegator.description) }
        return facts
    }
}

extension Money {
    fileprivate var fact: Fact { .object(["amount": .text(amount), "currency": .text(currency.code)]) }
}
