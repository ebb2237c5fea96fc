package import Kernel

/// A person's dated place in a unit of an account, with roles. Ending it keeps the history.
package struct Membership: Sendable, Equatable {
    package let account: AccountID
    package let id: MembershipID
    package let person: PersonID
    package var unit: UnitID
    package var roles: [RoleKey]
    package var manager: MembershipID?
    /// Both days are inclusive, in the account's time zone.
    package let startsOn: LocalDate
    package var endsOn: LocalDate?
    package var version: Int
    /// Whose what this membership owns is once it has ended.
    package var successor: MembershipID?

    package init(
        account: AccountID, id: MembershipID, person: PersonID, unit: UnitID, roles: [RoleKey], manager: MembershipID? = nil,
        startsOn: LocalDate, endsOn: LocalDate? = nil, version: Int = 1, successor: MembershipID? = nil
    ) {
        self.account = account
        self.id = id
        self.person = person
        self.unit = unit
        self.roles = roles
        self.manager = manager
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.version = version
        self.successor = successor
    }

    /// Whether it holds neither on a day nor on one after it: one that ends before its first day holds on none.
    func isOver(from day: LocalDate) -> Bool { endsOn.map { $0 < max(day, startsOn) } ?? false }
}

package typealias MembershipID = ID<Membership>
