package import Kernel

/// How some people stand to their limits on a day of the account's calendar.
package struct LimitStanding: Sendable, Equatable {
    /// What a person has taken of an act in the periods around the day, by currency.
    package typealias Used = [SpendingLimit.Period: [Currency: Int64]]

    package let today: LocalDate
    package let limits: AccountLimits
    package let used: [PersonID: Used]

    package init(limits: AccountLimits, uses: (today: LocalDate, used: [PersonID: Used])) {
        today = uses.today
        self.limits = limits
        used = uses.used
    }

    /// What stands in the way of an act about so much; nil where nothing does. What a delegation allows for one document comes first, then
    /// the limit of one, then those of the periods, the shortest first.
    /// - Parameter periods: those to look at.
    package func excess(
        of act: SpendingLimit.Act, by right: ActingRight, _ asked: Money, _ periods: [SpendingLimit.Period] = SpendingLimit.Period.allCases
    ) -> LimitExcess? {
        if let delegated = right.delegation?.upTo, delegated.currency != asked.currency || delegated.tenThousandths < asked.tenThousandths {
            let isOther = delegated.currency != asked.currency
            return LimitExcess(
                act: act, period: .each, days: nil, limit: isOther ? .zero(asked.currency) : delegated, used: nil, asked: asked, by: right,
                otherCurrencies: isOther ? [delegated.currency] : [])
        }
        for period in periods {
            guard case .upTo(let amounts) = limits.ceiling(of: act, period, in: right.places) else { continue }
            let limit = amounts[asked.currency] ?? 0
            let used = period == .each ? 0 : used[right.person]?[period]?[asked.currency] ?? 0
            let (sum, overflow) = used.addingReportingOverflow(asked.tenThousandths)
            if overflow || sum > limit {
                return LimitExcess(
                    act: act, period: period, days: period.days(around: today), limit: Money(tenThousandths: limit, asked.currency),
                    used: period == .each ? nil : Money(tenThousandths: used, asked.currency), asked: asked, by: right,
                    otherCurrencies: amounts[asked.currency] == nil ? Array(amounts.keys) : [])
            }
        }
        return nil
    }

    /// Whether one document of so much is within what the right allows, whatever has been taken of it.
    package func allowsOne(_ amount: Money, _ act: SpendingLimit.Act, by right: ActingRight) -> Bool {
        excess(of: act, by: right, amount, [.each]) == nil
    }

    /// The limits that there are, and what is left of each.
    package func left(of acts: [SpendingLimit.Act] = SpendingLimit.Act.allCases, for right: ActingRight) -> [LimitLeft] {
        acts.filter { act in right.places.contains { $0.permissions[act.permission] != nil } }.flatMap { act in
            SpendingLimit.Period.allCases.compactMap { period in
                guard case .upTo(let amounts) = limits.ceiling(of: act, period, in: right.places) else { return nil }
                let all = amounts.map { Money(tenThousandths: $0.value, $0.key) }.sorted { $0.currency.code < $1.currency.code }
                let used = used[right.person]?[period] ?? [:]
                return LimitLeft(
                    act: act, period: period, days: period.days(around: today), limits: all,
                    left: all.map { Money(tenThousandths: max(0, $0.tenThousandths - (used[$0.currency] ?? 0)), $0.currency) })
            }
        }
    }
}

/// What is left of a limit; in a currency that is not named, nothing.
package struct LimitLeft: Sendable, Equatable {
    package let act: SpendingLimit.Act
    package let period: SpendingLimit.Period
    /// Nil for what is counted by document: of that all is left.
    package let days: ClosedRange<LocalDate>?
    package let limits: [Money]
    package let left: [Money]
}
