package import Kernel

/// What is known of a product's life. Where it stands on a day follows from that (rule 15): nothing has to be run when a day comes.
package struct LifeCycle: Sendable, Equatable {
    /// What was stated, for where no day is known.
    package let stated: Product.Status
    /// The first day on which it can be ordered.
    package let availableFrom: LocalDate?
    /// The last day on which it can be ordered.
    package let lastBuyUntil: LocalDate?

    package init(stated: Product.Status, availableFrom: LocalDate? = nil, lastBuyUntil: LocalDate? = nil) {
        self.stated = stated
        self.availableFrom = availableFrom
        self.lastBuyUntil = lastBuyUntil
    }

    package func status(on day: LocalDate) -> Product.Status {
        if stated == .ended { return .ended }
        if let lastBuyUntil, day > lastBuyUntil { return .ended }
        if let availableFrom {
            if day < availableFrom { return .announced }
        } else if stated == .announced {
            return .announced
        }
        return stated == .lastBuy || lastBuyUntil != nil ? .lastBuy : .active
    }
}
