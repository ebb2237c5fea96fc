import Kernel

// What the ledger keeps of a change to the organisation: enough to know the state without reading anything else.

package struct AccountCreated: Encodable, Sendable {
    let name: String
    let externalID: String?
    let timeZone: String
    let language: String
    let currency: Currency

    package init(_ account: Account) {
        name = account.name
        externalID = account.externalID
        timeZone = account.timeZone
        language = account.language
        currency = account.currency
    }

    private enum CodingKeys: String, CodingKey {
        case name, timeZone, language, currency
        case externalID = "externalId"
    }
}

struct AccountChanged: Encodable {
    let language: Changed?
    let timeZone: Changed?
    /// The memberships whose first day was set back to the account's new day.
    let begun: [MembershipID]?

    struct Changed: Encodable {
        let from: String
        let to: String

        /// Nil where nothing changed.
        init?(_ from: String, _ to: String) {
            guard from != to else { return nil }
            self.from = from
            self.to = to
        }
    }
}

package struct UnitAdded: Encodable, Sendable {
    let name: String
    let parent: UnitID?
    let externalID: String?
    let language: String?

    package init(_ unit: Unit) {
        name = unit.name
        parent = unit.parent
        externalID = unit.externalID
        language = unit.language
    }

    private enum CodingKeys: String, CodingKey {
        case name, parent, language
        case externalID = "externalId"
    }
}

struct UnitChanged: Encodable {
    let name: AccountChanged.Changed?
    let language: AccountChanged.Changed?
}

struct UnitMoved: Encodable {
    let parent: Move

    struct Move: Encodable {
        let from: UnitID?
        let to: UnitID?
    }
}

/// Of `unitEnabled` too.
struct UnitDisabled: Encodable {
    let status: AccountChanged.Changed?
    /// How many it takes along.
    let unitsBelow: Int
}

package struct MembershipAdded: Encodable, Sendable {
    let person: PersonID
    let unit: UnitID
    let roles: [RoleKey]
    let startsOn: LocalDate
    let endsOn: LocalDate?

    package init(_ membership: Membership) {
        person = membership.person
        unit = membership.unit
        roles = membership.roles
        startsOn = membership.startsOn
        endsOn = membership.endsOn
    }
}

struct MembershipEnded: Encodable {
    let from: End
    let to: End

    struct End: Encodable {
        let endsOn: LocalDate?
        let successor: MembershipID?
    }

    init(from before: Membership, to after: Membership) {
        from = End(endsOn: before.endsOn, successor: before.successor)
        to = End(endsOn: after.endsOn, successor: after.successor)
    }
}

package struct TeamMemberAdded: Encodable, Sendable {
    let person: PersonID
    let function: TeamFunction
    let access: TeamAccess
    let startsOn: LocalDate
    let endsOn: LocalDate?

    package init(_ member: TeamMember) {
        person = member.person
        function = member.function
        access = member.access
        startsOn = member.startsOn
        endsOn = member.endsOn
    }
}
