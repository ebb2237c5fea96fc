import Accounts
import Kernel

extension ApprovalPlan {
    /// With which of the caller's rights that reach a step a decision is made: as `counting` says, which the decision page asks too. What
    /// stands against it is left to who decides.
    /// - Parameter named: the membership that the decision says it is for.
    /// - Throws: `DelegationRefusal`: nobody of that name has delegated it, or several have and none is named.
    func right(
        of caller: Caller, for named: MembershipID?, approving: Bool, _ standing: LimitStanding
    ) throws(DelegationRefusal) -> ActingRight {
        let isOwn = named.map { named in caller.places.contains { $0.membership.id == named } }
        let delegated = caller.delegatedRights(to: .approve).filter { right in named.map { right.delegation?.delegator == $0 } ?? true }
        if isOwn == true { return caller.ownRight }
        if named != nil, delegated.isEmpty { throw .notDelegated }
        let reaching = ((named == nil ? [caller.ownRight] : []) + delegated).filter(isReached)
        let open = reaching.filter { $0.delegation == nil || !subject.isAsked(by: $0.person) }
        let counting = open.counting { !approving || standing.allowsOne(subject.total, .approve, by: $0) }
        let delegators = Set(counting.compactMap(\.delegation).map(Delegator.init))
        if delegators.count > 1 { throw .severalDelegators(delegators.sorted { $0.name < $1.name }) }
        return counting.first ?? reaching.first ?? delegated.first { _ in named != nil } ?? caller.ownRight
    }

    private func isReached(by right: ActingRight) -> Bool {
        steps.contains { $0.decision == nil && right.reaches($0) }
    }

    /// Whether somebody has approved a step of it, or had one approved for them: it counts once on their limits.
    func isApproved(by person: PersonID) -> Bool {
        steps.contains { $0.decision?.verdict == .approve && ($0.decision?.behalf?.person ?? $0.decision?.person) == person }
    }

    /// With whose rights the caller may decide it now, one's own first: what `actions` offers.
    func rights(of caller: Caller) -> [ActingRight] {
        guard state == .pending, !subject.isAsked(by: caller.person) else { return [] }
        return caller.rights(to: .approve).filter { isReached(by: $0) && !subject.isAsked(by: $0.person) }
    }
}

extension ActingRight {
    func reaches(_ step: ApprovalPlan.Step) -> Bool { reaches(role: step.role, over: step.unit) }
}
