package import Kernel

/// One of the supplier's people in an account's team, for a period.
package struct TeamMember: Sendable, Equatable {
    package let account: AccountID
    package let person: PersonID
    package let function: TeamFunction
    /// Both days are inclusive, in the account's time zone.
    package let startsOn: LocalDate
    package var endsOn: LocalDate?
    package var access: TeamAccess

    package init(
        account: AccountID, person: PersonID, function: TeamFunction, startsOn: LocalDate, endsOn: LocalDate? = nil,
        access: TeamAccess = .edit
    ) {
        self.account = account
        self.person = person
        self.function = function
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.access = access
    }
}
