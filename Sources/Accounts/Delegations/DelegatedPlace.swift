package import Kernel

/// What a member lets the caller do for them today: never more than the member may do at this moment, in one place, and for one act. It is
/// not the caller's to pass on, since nothing but a membership's own roles is delegated.
package struct DelegatedPlace: Sendable, Equatable {
    package let delegation: DelegationID
    /// The caller's membership that it names.
    package let delegate: MembershipID
    package let act: SpendingLimit.Act
    /// For each document; nil: as much as the delegator may.
    package let upTo: Money?
    /// The last day.
    package let until: LocalDate
    package let delegatorName: String
    /// The delegator's membership, with what its roles grant today.
    package let place: Place

    package init(
        delegation: DelegationID, delegate: MembershipID, act: SpendingLimit.Act, upTo: Money?, until: LocalDate, delegatorName: String,
        place: Place
    ) {
        self.delegation = delegation
        self.delegate = delegate
        self.act = act
        self.upTo = upTo
        self.until = until
        self.delegatorName = delegatorName
        self.place = place
    }

    package var delegator: MembershipID { place.membership.id }

    /// What is left of it for a credential that is good for some permissions only.
    func restricted(to allowed: Set<Permission>) -> DelegatedPlace {
        DelegatedPlace(
            delegation: delegation, delegate: delegate, act: act, upTo: upTo, until: until, delegatorName: delegatorName,
            place: place.restricted(to: allowed))
    }

    /// Which of the delegator's rows a permission covers for the delegate: of what one orders the delegator's own; of approvals those that
    /// the delegator decides about. Nil for what is not delegated.
    package func scope(of permission: Permission) -> Scope? {
        switch (act, permission) {
        case (.order, .readQuotes), (.order, .submitQuotes), (.order, .order), (.order, .readOrders):
            guard place.permissions[permission] != nil, place.permissions[.order] != nil else { return nil }
            return Scope(below: [], in: place.tree, owners: [delegator] + place.inherited)
        case (.approve, .decideApprovals), (.approve, .readApprovals):
            guard let decides = place.permissions[.decideApprovals], let reads = place.permissions[.readApprovals] else { return nil }
            return place.scope(of: reads < decides ? .readApprovals : .decideApprovals)
        default: return nil
        }
    }
}
