package import Kernel
import Ledger
package import Postgres

/// Lets others approve or buy for a member for some days: by the member themself, or by who manages the members of the unit.
package struct CreateDelegation: Sendable {
    package struct Input: Sendable {
        package let act: SpendingLimit.Act
        /// Nil: today.
        package let startsOn: LocalDate?
        package let endsOn: LocalDate
        package let upTo: Money?
        package let delegates: [MembershipID]

        package init(act: SpendingLimit.Act, startsOn: LocalDate? = nil, endsOn: LocalDate, upTo: Money? = nil, delegates: [MembershipID]) {
            self.act = act
            self.startsOn = startsOn
            self.endsOn = endsOn
            self.upTo = upTo
            self.delegates = delegates
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ member: MembershipID, _ input: Input, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ListedDelegation {
        _ = try caller.credential.session()
        let standing = try await LoadStanding(world: world)(by: caller, about: member, in: transaction)
        let wanted = input.delegates.reduce(into: [MembershipID]()) { if !$0.contains($1) { $0.append($1) } }
        let (found, delegates) = try await transaction.run(
            MembershipQueries.find(member, in: caller.account, at: world.now()), MembershipQueries.all(wanted, of: caller.account))
        let delegator = try standing.delegator(found)
        let startsOn = input.startsOn ?? standing.today
        var refusals = InputRefusals()
        try refusals.gather { if startsOn < standing.today { throw DelegationRefusal.startsTooEarly } }
        try refusals.gather { if input.endsOn < max(startsOn, standing.today) { throw DelegationRefusal.periodInvalid } }
        let unknown = input.delegates.indices.filter { index in
            let delegate = delegates.first { $0.id == input.delegates[index] }
            return delegate.map { $0.person == delegator.person || $0.isOver(from: startsOn) } ?? true
        }
        try refusals.gather { if !unknown.isEmpty { throw DelegationRefusal.delegatesUnknown(unknown) } }
        try refusals.finish()
        try standing.check(delegating: input.act, of: delegator, to: delegates)
        let made = Delegation(
            id: world.newID(), delegator: member, act: input.act, startsOn: startsOn, endsOn: input.endsOn, upTo: input.upTo,
            delegates: wanted)
        transaction.enqueue(DelegationQueries.insert(made, in: caller.account, at: world.now()))
        transaction.enqueue(DelegationQueries.insertDelegates(of: made, in: caller.account))
        let saved: ListedDelegation? = try await transaction.run(
            DelegationQueries.find(made.id, of: member, in: caller.account, at: world.now()))
        guard let saved else { throw DelegationRefusal.notFound }
        transaction.record(
            try EventDraft("delegationAdded", "delegation", made.id, DelegationSaved(made)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return saved
    }
}

extension Standing {
    /// The membership that delegates, where the caller may say so.
    /// - Throws: `AccessRefusal.sessionRequired` too: no key is a way to others.
    func delegator(_ found: Member?) throws -> Membership {
        _ = try caller.credential.session()
        guard let membership = found?.membership else { throw OrganisationRefusal.notFound }
        guard caller.mayDelegate(for: membership) else {
            let sees = caller.scope(ifPermitted: .readMembers)?.allows(unit: membership.unit, owner: membership.id) == true
            throw sees ? DelegationRefusal.notYours as any Error : OrganisationRefusal.notFound
        }
        guard found?.state != .ended else { throw DelegationRefusal.memberEnded }
        return membership
    }

    /// Whether it is the caller's to delegate. One's own right is one's own to delegate; of another's only what one may give, and never to
    /// oneself.
    func check(delegating act: SpendingLimit.Act, of delegator: Membership, to delegates: [Membership]) throws {
        guard let reach = place(delegator).permissions[act.permission] else { throw DelegationRefusal.nothingToDelegate(act) }
        guard delegator.person != caller.person else { return }
        guard !delegates.contains(where: { $0.person == caller.person }) else { throw RoleRefusal.forYourself([act.permission]) }
        // What is bought for somebody is the somebody's own.
        let grant = Grant(act.permission, act == .order ? .own : reach, in: delegator.unit)
        guard caller.places.mayGive(grant) else { throw RoleRefusal.moreThanYouHold([act.permission]) }
        // Who appoints those who decide, and decides nothing, has no limit of their own to pass on.
        guard caller.scope(ifPermitted: act.permission) != nil else { return }
        for period in SpendingLimit.Period.allCases {
            guard limits.ceiling(of: act, period, in: caller.places).allows(limits.ceiling(of: act, period, in: [place(delegator)])) else {
                throw MemberRefusal.moreThanYourLimit(act, period)
            }
        }
    }
}
