import Kernel
import Web

struct MemberRepresentation: Encodable {
    let id: MembershipID
    let person: Named<PersonID>
    let unit: Named<UnitID>
    let roles: [RoleKey]
    let manager: MembershipID?
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let state: Member.State
    /// Who goes on with what this one leaves behind.
    let successor: MembershipID?
    let version: Int
    /// Of its own, where one member is read.
    let limits: [LimitPart]?
    let actions: [ActionLink]

    init(_ found: ManagedMember, for caller: Caller) { self.init(found.member, limits: found.limits, for: caller) }

    init(_ member: Member, limits: [SpendingLimit]? = nil, for caller: Caller) {
        let membership = member.membership
        id = membership.id
        person = Named(id: membership.person, name: member.personName, email: member.email)
        unit = Named(id: membership.unit, name: member.unitName, email: nil)
        roles = membership.roles
        manager = membership.manager
        startsOn = membership.startsOn
        endsOn = membership.endsOn
        state = member.state
        successor = membership.successor
        version = membership.version
        self.limits = limits?.map(LimitPart.init)
        let path = Self.path(membership.id, caller)
        let manages = member.state != .ended && caller.scope(ifPermitted: .manageMembers)?.covers(membership.unit) == true
        actions = manages ? [ActionLink("change", "PATCH", path), ActionLink("end", "POST", path + "/end")] : []
    }

    static func path(_ id: MembershipID, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/members/\(id)" }

    struct Named<Identifier: Encodable>: Encodable {
        let id: Identifier
        let name: String
        let email: String?
    }

    struct LimitPart: Encodable {
        let act: SpendingLimit.Act
        let period: SpendingLimit.Period
        let limit: Money

        init(_ limit: SpendingLimit) {
            act = limit.act
            period = limit.period
            self.limit = limit.amount
        }
    }
}
