package import Kernel

/// How much somebody may approve through one of their places: of one document, or in a period.
package struct ApproverLimit: Sendable, Equatable {
    package let period: SpendingLimit.Period
    package let ceiling: Ceiling
    /// The last day of the place; nil where it has no end.
    package let endsOn: LocalDate?

    package init(period: SpendingLimit.Period, ceiling: Ceiling, endsOn: LocalDate? = nil) {
        self.period = period
        self.ceiling = ceiling
        self.endsOn = endsOn
    }
}

extension [ApproverLimit] {
    /// Whether so much could be approved at all: what is more than a whole period's limit can be approved in none.
    package func allow(_ amount: Money) -> Bool {
        Dictionary(grouping: self, by: \.period).values.allSatisfy { Ceiling.highest($0.map(\.ceiling)).allows(amount) }
    }
}
