import Kernel

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
    package let limits: [LimitLeft]
    /// What others have delegated to the person, in force today.
    package let delegations: [ListedDelegation]
}

/// Everything that a principal has, in all accounts.
package struct PrincipalsRights: Sendable, Equatable {
    package let accounts: [PersonsRights]
    /// Those in whose teams they are.
    package let served: [ServedAccount]
    /// Those for which a partner of theirs is of record.
    package let partners: [PartnersAccount]
    /// Of a key: what it is for, by account. Nil for a session.
    package let restrictions: [AccountID: Set<Permission>]?
}
