import Accounts
import Kernel

extension ApprovalPlan {
    /// With which of the caller's rights a decision is made. One's own comes first, where it reaches a step and the total is within the
    /// limit of one document; then that of the one member who has delegated theirs. What stands against it is left to who decides.
    /// - Parameter named: the membership that the decision says it is for.
    /// - Throws: `DelegationRefusal`: nobody of that name has delegated it, or several have and none is named.
    func right(
        of caller: Caller, for named: MembershipID?, approving: Bool, _ standing: LimitStanding
    ) throws(DelegationRefusal) -> ActingRight {
        let isOwn = named.map { named in caller.places.contains { $0.membership.id == named } }
        let delegated = caller.delegatedRights(to: .approve).filter { right in named.map { right.delegation?.delegator == $0 } ?? true }
        if isOwn == true { return caller.ownRight }
        if named != nil, delegated.isEmpty { throw .notDelegated }
        func fits(_ right: ActingRight) -> Bool {
            !approving || standing.excess(of: .approve, by: right, subject.total, [.each]) == nil
        }
        let own = named == nil && isReached(by: caller.ownRight) ? caller.ownRight : nil
        if let own, fits(own) { return own }
        let reaching = delegated.filter(isReached)
        let possible = reaching.filter { fits($0) && !subject.isAsked(by: $0.person) }
        let delegators = possible.compactMap(\.delegation).map(Delegator.init)
        if Set(delegators).count > 1 { throw .severalDelegators(Array(Set(delegators)).sorted { $0.name < $1.name }) }
        return possible.first ?? own ?? reaching.first ?? delegated.first { _ in named != nil } ?? caller.ownRight
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
