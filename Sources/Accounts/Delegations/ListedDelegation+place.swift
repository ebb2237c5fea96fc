import Kernel

extension ListedDelegation {
    /// What it lets one of its delegates do, as the admission finds it (`AdmittedDelegation`); nil where it counts for nothing: the places
    /// that it names are in disabled units, or the delegator's is, or the delegator may not do it themself.
    func place(of own: [Place], in tree: UnitTree, _ roles: [AccountRole]) -> DelegatedPlace? {
        guard let delegate = own.first(where: { delegation.delegates.contains($0.membership.id) }), !tree.isDisabled(delegator.unit) else {
            return nil
        }
        let place = DelegatedPlace(
            delegation: delegation.id, delegate: delegate.membership.id, act: delegation.act, upTo: delegation.upTo,
            until: delegation.endsOn, delegatorName: delegatorName, place: roles.place(delegator, in: tree))
        return place.scope(of: delegation.act.permission) == nil ? nil : place
    }
}
