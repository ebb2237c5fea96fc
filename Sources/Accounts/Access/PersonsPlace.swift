package import Kernel

/// A membership in force, as its person is told what it lets them do.
package struct PersonsPlace: Sendable, Equatable {
    package let place: Place
    package let unitName: String
    /// Of the account's own roles.
    package let roleNames: [RoleKey: String]
}

/// What a person has in one account, all memberships together.
package struct PersonsRights: Sendable, Equatable {
    package let account: PersonsAccount
    package let places: [PersonsPlace]
    package let limits: [EffectiveLimit]
}

/// Everything that a principal has, in all accounts.
package struct PrincipalsRights: Sendable, Equatable {
    package let accounts: [PersonsRights]
    /// Those in whose teams they are.
    package let served: [ServedAccount]
    /// Of a key: what it is for, by account. Nil for a session.
    package let restrictions: [AccountID: Set<Permission>]?
}

/// How much of an act a person may do in a period; in a currency that is not named, nothing.
package struct EffectiveLimit: Sendable, Equatable {
    package let act: SpendingLimit.Act
    package let period: SpendingLimit.Period
    package let amounts: [Money]
}

extension AccountLimits {
    /// Those that there are; an act that some role or membership grants without a limit has none.
    func effective(in places: [Place]) -> [EffectiveLimit] {
        SpendingLimit.Act.allCases.filter { act in places.contains { $0.permissions[act.permission] != nil } }.flatMap { act in
            SpendingLimit.Period.allCases.compactMap { period in
                guard case .upTo(let amounts) = ceiling(of: act, period, in: places) else { return nil }
                let sorted = amounts.map { Money(tenThousandths: $0.value, $0.key) }.sorted { $0.currency.code < $1.currency.code }
                return EffectiveLimit(act: act, period: period, amounts: sorted)
            }
        }
    }
}
