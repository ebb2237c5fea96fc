package import Kernel

/// With whose right somebody acts: their own, or that of a member who has delegated it to them. Whose right it is, of that one's limits it
/// takes.
package struct ActingRight: Sendable, Equatable {
    package let person: PersonID
    package let places: [Place]
    /// Nil for one's own.
    package let delegation: DelegatedPlace?

    init(person: PersonID, places: [Place], delegation: DelegatedPlace? = nil) {
        self.person = person
        self.places = places
        self.delegation = delegation
    }

    /// Whether it covers a document: of a delegated right both what was delegated and what the delegator may.
    package func covers(_ permission: Permission, unit: UnitID, owner: MembershipID?) -> Bool {
        guard places.scope(of: permission)?.allows(unit: unit, owner: owner) == true else { return false }
        return delegation.map { $0.scope(of: permission)?.allows(unit: unit, owner: owner) == true } ?? true
    }

    /// Whether it reaches a step of an approval: by a place with the step's role over its unit.
    package func reaches(role: RoleKey, over unit: UnitID) -> Bool {
        covers(.decideApprovals, unit: unit, owner: nil) && places.contains { $0.holds(unit) && $0.roles.contains(role) }
    }
}

extension Caller {
    package var ownRight: ActingRight { ActingRight(person: person, places: places) }

    /// Those of others, by delegation.
    package func delegatedRights(to act: SpendingLimit.Act) -> [ActingRight] {
        delegated.filter { $0.act == act }.map { ActingRight(person: $0.place.membership.person, places: [$0.place], delegation: $0) }
    }

    /// One's own before those of others.
    package func rights(to act: SpendingLimit.Act) -> [ActingRight] { [ownRight] + delegatedRights(to: act) }

    /// Whose limits an act of the caller's may count on.
    package func holders(of act: SpendingLimit.Act) -> [PersonID] { Array(Set(rights(to: act).map(\.person))) }

    /// The rights that cover a document, one's own first.
    package func rights(
        to act: SpendingLimit.Act, _ permission: Permission, unit: UnitID, owner: MembershipID?
    ) -> [ActingRight] {
        rights(to: act).filter { $0.covers(permission, unit: unit, owner: owner) }
    }
}

extension [ActingRight] {
    /// The first that an act about so much is within; else what stands in the way of the first. Nil where there is none.
    package func first(
        to act: SpendingLimit.Act, _ amount: Money, _ standing: LimitStanding
    ) -> (right: ActingRight, excess: LimitExcess?)? {
        let judged = map { ($0, standing.excess(of: act, by: $0, amount)) }
        return judged.first { $0.1 == nil } ?? judged.first
    }
}
