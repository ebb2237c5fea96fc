import Kernel

/// What the ledger keeps of a delegation.
struct DelegationSaved: Encodable {
    let delegator: MembershipID
    let delegates: [MembershipID]
    let act: SpendingLimit.Act
    let startsOn: LocalDate
    let endsOn: LocalDate
    let upTo: Money?
    let status: String

    init(_ delegation: Delegation) {
        delegator = delegation.delegator
        delegates = delegation.delegates
        act = delegation.act
        startsOn = delegation.startsOn
        endsOn = delegation.endsOn
        upTo = delegation.upTo
        status = delegation.revokedAt == nil ? "active" : "revoked"
    }
}

struct DelegationChanged: Encodable {
    let from: DelegationSaved
    let to: DelegationSaved
}
