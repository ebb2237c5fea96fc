import Kernel
import Web

struct DelegationRepresentation: Encodable {
    let id: DelegationID
    let delegator: NamedMember
    let act: SpendingLimit.Act
    let startsOn: LocalDate
    let endsOn: LocalDate
    let upTo: Money?
    let delegates: [NamedMember]
    let state: Delegation.State
    let version: Int
    let actions: [ActionLink]

    struct NamedMember: Encodable {
        let member: MembershipID
        let name: String
    }

    init(_ listed: ListedDelegation, _ caller: Caller) {
        let delegation = listed.delegation
        id = delegation.id
        delegator = NamedMember(member: delegation.delegator, name: listed.delegatorName)
        act = delegation.act
        startsOn = delegation.startsOn
        endsOn = delegation.endsOn
        upTo = delegation.upTo
        delegates = zip(delegation.delegates, listed.delegateNames).map { NamedMember(member: $0, name: $1) }
        state = listed.state
        version = delegation.version
        let path = Self.path(delegation, caller)
        let isOpen = listed.state == .inForce || listed.state == .upcoming
        let isOwn = caller.places.contains { $0.membership.id == delegation.delegator }
        let mayChange = isOpen && (isOwn || caller.scope(ifPermitted: .manageMembers) == .account)
        actions = mayChange ? [ActionLink("change", "PATCH", path), ActionLink("revoke", "POST", path + "/revoke")] : []
    }

    static func path(_ delegation: Delegation, _ caller: Caller) -> String {
        MemberRepresentation.path(delegation.delegator, caller) + "/delegations/\(delegation.id)"
    }
}
