package import Kernel

/// A person's dated place in a unit of an account, with roles. Ending it keeps the history.
package struct Membership: Sendable, Equatable {
    package let account: AccountID
    package let id: MembershipID
    package let person: PersonID
    package let unit: UnitID
    package let roles: [RoleKey]
    package let manager: MembershipID?
    /// Both days are inclusive, in the account's time zone.
    package let startsOn: LocalDate
    package let endsOn: LocalDate?

    package init(
        account: AccountID, id: MembershipID, person: PersonID, unit: UnitID, roles: [RoleKey], manager: MembershipID? = nil,
        startsOn: LocalDate, endsOn: LocalDate? = nil
    ) {
        self.account = account
        self.id = id
        self.person = person
        self.unit = unit
        self.roles = roles
        self.manager = manager
        self.startsOn = startsOn
        self.endsOn = endsOn
    }
}

package typealias MembershipID = ID<Membership>
