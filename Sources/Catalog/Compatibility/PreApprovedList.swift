package import Accounts
package import Kernel

/// What a customer's own people have approved in advance for a unit and all below it that keeps no list of its own.
package struct PreApprovedList: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let selector: ProductSelector
        /// The first and the last day on which it counts; absent: from ever, for ever.
        package let from: LocalDate?
        package let until: LocalDate?
        package let note: String?

        package init(_ selector: ProductSelector, from: LocalDate? = nil, until: LocalDate? = nil, note: String? = nil) {
            self.selector = selector
            self.from = from
            self.until = until
            self.note = note
        }

        func counts(on day: LocalDate) -> Bool { (from ?? day) <= day && day <= (until ?? day) }
    }

    package let unit: UnitID
    /// Nil: the unit keeps none (any more), so the next one above holds.
    package let entries: [Entry]?
    package let version: Int

    package init(unit: UnitID, entries: [Entry]?, version: Int) {
        self.unit = unit
        self.entries = entries
        self.version = version
    }

    func holds(_ product: Product, on day: LocalDate) -> Bool {
        (entries ?? []).contains { $0.selector.speaks(of: product) && $0.counts(on: day) }
    }
}

/// What holds for a unit: the nearest list upward, and the version of the unit's own, by which it is changed.
package struct PreApproved: Sendable, Equatable {
    package let unit: UnitID
    /// Nil where nobody from the unit upward keeps one.
    package let list: PreApprovedList?
    /// Nil for a unit that never kept one.
    package let ownVersion: Int?

    /// - Parameter path: the unit first, then those above it.
    init(_ lists: [PreApprovedList], along path: [UnitID], of unit: UnitID) {
        self.unit = unit
        let byUnit = Dictionary(lists.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
        list = path.lazy.compactMap { byUnit[$0] }.first { $0.entries != nil }
        ownVersion = byUnit[unit]?.version
    }
}
