import Kernel

// What the ledger keeps of a change to a membership: before and after.

struct MemberAdded: Encodable {
    let person: PersonID
    let unit: UnitID
    let roles: [RoleKey]
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let manager: MembershipID?
    let limits: [LimitSaved]

    init(_ added: MembershipAdded, manager: MembershipID?, limits: [SpendingLimit]) {
        person = added.person
        unit = added.unit
        roles = added.roles
        startsOn = added.startsOn
        endsOn = added.endsOn
        self.manager = manager
        self.limits = limits.map(LimitSaved.init)
    }
}

struct MemberSaved: Encodable {
    let unit: UnitID
    let roles: [RoleKey]
    let manager: MembershipID?
    let limits: [LimitSaved]

    init(_ appointment: Appointment) {
        unit = appointment.membership.unit
        roles = appointment.membership.roles
        manager = appointment.membership.manager
        limits = appointment.limits.map(LimitSaved.init)
    }
}

struct MemberChanged: Encodable {
    let from: MemberSaved
    let to: MemberSaved
}

struct LimitSaved: Codable {
    let act: SpendingLimit.Act
    let period: SpendingLimit.Period
    let limit: Money

    init(_ limit: SpendingLimit) {
        act = limit.act
        period = limit.period
        self.limit = limit.amount
    }
}
