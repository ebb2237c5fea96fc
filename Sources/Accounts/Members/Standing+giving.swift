import Kernel

/// A membership as it is or is to be, with the limits of its own.
struct Appointment: Sendable, Equatable {
    var membership: Membership
    var limits: [SpendingLimit]
}

extension Standing {
    /// Whether the caller may give somebody a place that they have not had: added today, or invited and come later.
    /// - Parameters:
    ///   - manager: the membership that was named as the manager's, where there is one.
    ///   - refusals: what is wrong already.
    /// - Throws: everything that is wrong with what was asked for; and only of what makes sense whether it is the caller's to give.
    func check(adding new: Appointment, under manager: Membership?, _ refusals: InputRefusals = InputRefusals()) throws {
        var refusals = refusals
        let made = new.membership
        try refusals.gather { try checkUnit(made.unit) }
        try refusals.gather { try checkRoles(of: made, since: nil) }
        try refusals.gather { try made.check(manager: manager, on: today) }
        try refusals.gather { if made.startsOn < today { throw MemberRefusal.startsTooEarly } }
        try refusals.gather {
            if let endsOn = made.endsOn, endsOn < max(made.startsOn, today) { throw MemberRefusal.periodInvalid }
        }
        try refusals.finish()
        try check(new, since: nil)
    }

    /// Whether there is such a unit, whose members the caller manages.
    func checkUnit(_ unit: UnitID) throws {
        guard tree.contains(unit), try caller.scope(of: .manageMembers).covers(unit) else { throw MemberRefusal.unitNotFound }
    }

    /// Whether there are these roles, where they are new.
    func checkRoles(of new: Membership, since before: Membership?) throws(MemberRefusal) {
        let unknown = new.roles.filter { roles.role($0) == nil && before?.roles.contains($0) != true }
        guard unknown.isEmpty else { throw .unknownRoles(unknown) }
    }

    /// Whether the caller may make a membership what it is to be: nobody gives more than they hold, neither rights nor limits, and nobody
    /// makes more of a membership of their own, whatever they hold by another: that one may end first. What it only loses is never refused.
    /// - Parameter before: as it is; nil for a new one.
    func check(_ after: Appointment, since before: Appointment?) throws {
        let new = after.membership
        try checkRoles(of: new, since: before?.membership)
        guard new.unit == before?.membership.unit || !tree.isDisabled(new.unit) else { throw OrganisationRefusal.unitDisabled }

        // In a disabled unit it counts for nothing: who moves it out of there gives all of it.
        let old = before.map(\.membership).flatMap { $0.unit == new.unit || !tree.isDisabled($0.unit) ? place($0) : nil }
        let gained = [place(new)].gains(over: old.map { [$0] } ?? [])
        if new.person == caller.person, !gained.isEmpty { throw RoleRefusal.forYourself(gained.permissions) }
        try checkGiving(gained)
        try checkLimits(after, since: before)
    }

    /// Whether a unit may come under others: their members gain in it what they have where they are. Nobody gives more than they hold by
    /// moving units either.
    /// - Parameter above: the members of the units that it has not been under before.
    func check(moving unit: UnitID, under above: [Membership]) throws(RoleRefusal) {
        func gained(_ memberships: [Membership]) -> Set<Grant> {
            Set(memberships.flatMap { place($0).grants }.filter { $0.reach == .unit }.map { Grant($0.permission, .unit, in: unit) })
        }
        let mine = gained(above.filter { $0.person == caller.person })
        guard mine.isEmpty else { throw .forYourself(mine.permissions) }
        try checkGiving(gained(above.filter { $0.person != caller.person }))
    }

    /// Whether places that have counted for nothing may count again, since their unit is disabled no longer: who brings them back gives
    /// what they give. What only the supplier gives was the supplier's to give, and comes back with the rest.
    func check(enabling members: [Membership]) throws(RoleRefusal) {
        let mine = Set(members.filter { $0.person == caller.person }.flatMap { place($0).grants })
        guard mine.isEmpty else { throw .forYourself(mine.permissions) }
        let others = Set(members.filter { $0.person != caller.person }.flatMap { place($0).grants })
        try checkGiving(others.filter { !Permission.givenBySupplier.contains($0.permission) })
    }

    private func checkGiving(_ grants: Set<Grant>) throws(RoleRefusal) {
        let suppliers = grants.permissions.filter(Permission.suppliersOwn.contains)
        guard suppliers.isEmpty else { throw .onlyTheSupplier(suppliers) }
        let more = grants.filter { !caller.places.mayGive($0) }
        guard more.isEmpty else { throw .moreThanYouHold(more.permissions) }
    }

    /// The same of a role's limits: they are those of whoever has it.
    /// - Parameter before: as it is; nil for a new one.
    func checkLimits(_ after: AccountRole, since before: AccountRole?) throws {
        let gives = after.disabledAt == nil ? after.permissions : [:]
        var later = limits
        later.ofRole[after.key] = after.limits
        for act in SpendingLimit.Act.allCases where after.permissions[act.permission] != nil {
            for period in SpendingLimit.Period.allCases {
                let raised = turns(of: after).contains { turn in
                    own.contains { membership in
                        let then = later.ceiling(of: act, period, in: [turn.after.place(membership, in: tree)])
                        return !limits.ceiling(of: act, period, in: [turn.before.place(membership, in: tree)]).allows(then)
                    }
                }
                guard !raised else { throw RoleRefusal.forYourself([act.permission]) }
                guard gives[act.permission] != nil else { continue }
                let mine = limits.ceiling(of: act, period, in: caller.personsPlaces)
                let gave = before.map { $0.disabledAt == nil && $0.permissions[act.permission] != nil } ?? false
                let held = gave ? before?.limits.ceiling(of: act, period) ?? .unlimited : .nothing
                let given = after.limits.ceiling(of: act, period) ?? .unlimited
                guard !held.allows(given), caller.personsPlaces.scope(of: act.permission) != nil else { continue }
                guard mine.allows(given) else { throw MemberRefusal.moreThanYourLimit(act, period) }
            }
        }
    }

    private func checkLimits(_ after: Appointment, since before: Appointment?) throws {
        let new = place(after.membership)
        var later = limits
        later.ofMembership[new.membership.id] = after.limits
        for act in SpendingLimit.Act.allCases {
            for period in SpendingLimit.Period.allCases {
                let given = later.ceiling(of: act, period, in: [new])
                let held = before.map { limits.ceiling(of: act, period, in: [place($0.membership)]) } ?? .nothing
                if new.membership.person == caller.person {
                    guard held.allows(given), after.limits.only(lower: before?.limits ?? [], act, period) else {
                        throw RoleRefusal.forYourself([act.permission])
                    }
                }
                // Who appoints those who decide, and decides nothing, has no limit of their own to pass on.
                guard new.permissions[act.permission] != nil, !held.allows(given), caller.personsPlaces.scope(of: act.permission) != nil
                else { continue }
                guard limits.ceiling(of: act, period, in: caller.personsPlaces).allows(given) else {
                    throw MemberRefusal.moreThanYourLimit(act, period)
                }
            }
        }
    }
}

extension [SpendingLimit] {
    /// Whether nothing is said anew of an act and a period but less than before. A membership's own limit takes the place of its roles',
    /// whenever these come and whatever they say then, so a new one is no smaller right than none.
    fileprivate func only(lower before: [SpendingLimit], _ act: SpendingLimit.Act, _ period: SpendingLimit.Period) -> Bool {
        guard let now = ceiling(of: act, period) else { return before.ceiling(of: act, period) == nil }
        return (before.ceiling(of: act, period) ?? .nothing).allows(now)
    }
}
