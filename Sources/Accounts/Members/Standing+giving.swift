import Kernel

/// A membership as it is or is to be, with the limits of its own.
struct Appointment: Sendable, Equatable {
    var membership: Membership
    var limits: [SpendingLimit]
}

extension Standing {
    /// Whether the caller may give somebody a place that they have not had: added today, or invited and come later.
    /// - Parameter manager: the membership that was named as the manager's, where there is one.
    func check(adding new: Appointment, under manager: Membership?) throws {
        let made = new.membership
        guard tree.contains(made.unit), try caller.scope(of: .manageMembers).covers(made.unit) else { throw MemberRefusal.unitNotFound }
        guard made.startsOn >= today, made.endsOn.map({ $0 >= made.startsOn }) ?? true else { throw MemberRefusal.periodInvalid }
        try made.check(manager: manager, on: today)
        try check(new, since: nil)
    }

    /// Whether the caller may make a membership what it is to be: nobody gives more than they hold, neither rights nor limits, and nobody
    /// gives themselves anything. What it only loses is never refused here.
    /// - Parameter before: as it is; nil for a new one.
    func check(_ after: Appointment, since before: Appointment?) throws {
        let new = after.membership
        let unknown = new.roles.filter { roles.role($0) == nil && before?.membership.roles.contains($0) != true }
        guard unknown.isEmpty else { throw MemberRefusal.unknownRoles(unknown) }
        guard new.unit == before?.membership.unit || !tree.isDisabled(new.unit) else { throw OrganisationRefusal.unitDisabled }

        let old = before.map(\.membership).flatMap { tree.isDisabled($0.unit) ? nil : place($0) }
        let gained = [place(new)].gains(over: old.map { [$0] } ?? [])
        if new.person == caller.person {
            let widened = (caller.places.without(new.id) + [place(new)]).gains(over: caller.places)
            guard widened.isEmpty else { throw RoleRefusal.forYourself(widened.permissions) }
        }
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
        let mine = gained(above.filter { $0.person == caller.person }).filter { !caller.places.hold($0) }
        guard mine.isEmpty else { throw .forYourself(mine.permissions) }
        try checkGiving(gained(above.filter { $0.person != caller.person }))
    }

    private func checkGiving(_ grants: Set<Grant>) throws(RoleRefusal) {
        let suppliers = grants.permissions.filter(Permission.givenBySupplier.contains)
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
        let placesThen = caller.places.map { (roles.filter { $0.key != after.key } + [after]).place($0.membership, in: tree) }
        for act in SpendingLimit.Act.allCases where gives[act.permission] != nil {
            for period in SpendingLimit.Period.allCases {
                let mine = limits.ceiling(of: act, period, in: caller.places)
                guard mine.allows(later.ceiling(of: act, period, in: placesThen)) else { throw RoleRefusal.forYourself([act.permission]) }
                let gave = before.map { $0.disabledAt == nil && $0.permissions[act.permission] != nil } ?? false
                let held = gave ? before?.limits.ceiling(of: act, period) ?? .unlimited : .nothing
                let given = after.limits.ceiling(of: act, period) ?? .unlimited
                guard !held.allows(given), caller.scope(ifPermitted: act.permission) != nil else { continue }
                guard mine.allows(given) else { throw MemberRefusal.moreThanYourLimit(act, period) }
            }
        }
    }

    private func checkLimits(_ after: Appointment, since before: Appointment?) throws {
        let new = place(after.membership)
        var later = limits
        later.ofMembership[new.membership.id] = after.limits
        for act in SpendingLimit.Act.allCases where new.permissions[act.permission] != nil {
            for period in SpendingLimit.Period.allCases {
                let given = later.ceiling(of: act, period, in: [new])
                let held = before.map { limits.ceiling(of: act, period, in: [place($0.membership)]) } ?? .nothing
                if new.membership.person == caller.person {
                    let mine = limits.ceiling(of: act, period, in: caller.places)
                    let then = later.ceiling(of: act, period, in: caller.places.without(new.membership.id) + [new])
                    guard mine.allows(then) else { throw RoleRefusal.forYourself([act.permission]) }
                }
                // Who appoints those who decide, and decides nothing, has no limit of their own to pass on.
                guard !held.allows(given), caller.scope(ifPermitted: act.permission) != nil else { continue }
                guard limits.ceiling(of: act, period, in: caller.places).allows(given) else {
                    throw MemberRefusal.moreThanYourLimit(act, period)
                }
            }
        }
    }
}

extension [Place] {
    fileprivate func without(_ membership: MembershipID) -> [Place] { filter { $0.membership.id != membership } }
}
