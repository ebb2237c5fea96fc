package import Kernel

package typealias DelegationID = ID<Delegation>

/// From a day to a day, both inclusive in the account's time zone, named people may approve or buy for a member. It never widens what the
/// member may do, and ends by itself; it can be shortened and revoked, and is never deleted.
package struct Delegation: Sendable, Equatable {
    package let id: DelegationID
    package let delegator: MembershipID
    package let act: SpendingLimit.Act
    package let startsOn: LocalDate
    package var endsOn: LocalDate
    /// For each document; nil: as much as the delegator may.
    package let upTo: Money?
    package let delegates: [MembershipID]
    package var revokedAt: Instant?
    package var version: Int

    package init(
        id: DelegationID, delegator: MembershipID, act: SpendingLimit.Act, startsOn: LocalDate, endsOn: LocalDate, upTo: Money?,
        delegates: [MembershipID], revokedAt: Instant? = nil, version: Int = 1
    ) {
        self.id = id
        self.delegator = delegator
        self.act = act
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.upTo = upTo
        self.delegates = delegates
        self.revokedAt = revokedAt
        self.version = version
    }

    package enum State: String, Sendable, CaseIterable, Codable { case inForce, upcoming, ended, revoked }

    package func state(on today: LocalDate) -> State {
        if revokedAt != nil { return .revoked }
        if today > endsOn { return .ended }
        return today < startsOn ? .upcoming : .inForce
    }
}

/// A delegation as it is read: with names, and what it is on the account's day.
package struct ListedDelegation: Sendable, Equatable {
    package let delegation: Delegation
    package let delegatorName: String
    /// In the order of the delegates.
    package let delegateNames: [String]
    package let state: Delegation.State

    init(delegation: Delegation, delegatorName: String, delegateNames: [String], today: LocalDate) {
        self.delegation = delegation
        self.delegatorName = delegatorName
        self.delegateNames = delegateNames
        state = delegation.state(on: today)
    }
}
