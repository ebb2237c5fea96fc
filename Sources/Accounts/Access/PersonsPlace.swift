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
