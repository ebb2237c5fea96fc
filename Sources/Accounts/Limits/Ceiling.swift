package import Kernel

/// What the limits of one act and period come to.
package enum Ceiling: Sendable, Equatable {
    case unlimited
    /// So much in each currency, and nothing in any other: amounts are not compared across them (product.md rule 2).
    case upTo([Currency: Int64])

    package static let nothing = Ceiling.upTo([:])

    /// Of several the highest counts; absent is higher than any.
    package static func highest(_ ceilings: some Sequence<Ceiling>) -> Ceiling {
        ceilings.reduce(.nothing) { highest, next in
            guard case .upTo(let left) = highest, case .upTo(let right) = next else { return .unlimited }
            return .upTo(left.merging(right, uniquingKeysWith: max))
        }
    }

    /// Whether as much of one document is within it.
    package func allows(_ amount: Money) -> Bool {
        guard case .upTo(let amounts) = self else { return true }
        return amount.tenThousandths <= amounts[amount.currency] ?? 0
    }

    /// Whether the other is no higher.
    func allows(_ other: Ceiling) -> Bool {
        switch (self, other) {
        case (.unlimited, _): true
        case (.upTo, .unlimited): false
        case (.upTo(let mine), .upTo(let theirs)): theirs.allSatisfy { currency, amount in amount <= mine[currency] ?? 0 }
        }
    }
}
