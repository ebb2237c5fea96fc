import Kernel

/// The limits of some memberships and of an account's roles.
package struct AccountLimits: Sendable, Equatable {
    package var ofMembership: [MembershipID: [SpendingLimit]] = [:]
    package var ofRole: [RoleKey: [SpendingLimit]] = [:]

    /// How far an act goes in some places together: a membership's own limit takes the place of its roles', and of several roles and
    /// memberships the highest counts (docs/decisions/0007). A role that does not grant the act says nothing of it.
    package func ceiling(of act: SpendingLimit.Act, _ period: SpendingLimit.Period, in places: [Place]) -> Ceiling {
        Ceiling.highest(places.filter { $0.permissions[act.permission] != nil }.map { ceiling(of: act, period, in: $0) })
    }

    private func ceiling(of act: SpendingLimit.Act, _ period: SpendingLimit.Period, in place: Place) -> Ceiling {
        if let own = ofMembership[place.membership.id]?.ceiling(of: act, period) { return own }
        let granting = (place.sources[act.permission] ?? [:]).keys
        return Ceiling.highest(granting.map { ofRole[$0]?.ceiling(of: act, period) ?? .unlimited })
    }
}

extension [SpendingLimit] {
    /// Nil where they say nothing of it.
    func ceiling(of act: SpendingLimit.Act, _ period: SpendingLimit.Period) -> Ceiling? {
        let found = filter { $0.act == act && $0.period == period }.map { ($0.amount.currency, $0.amount.tenThousandths) }
        return found.isEmpty ? nil : .upTo(Dictionary(found, uniquingKeysWith: Swift.max))
    }
}
