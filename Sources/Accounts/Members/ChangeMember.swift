package import Kernel
import Ledger
package import Postgres
package import Web

/// Changes a member's roles, manager, limits or unit.
package struct ChangeMember: Sendable {
    package struct Input: Sendable {
        package var unit: UnitID?
        package var roles: [RoleKey]?
        package var manager: Change<MembershipID> = .keep
        /// All of them, in place of those before.
        package var limits: [SpendingLimit]?

        package init(
            unit: UnitID? = nil, roles: [RoleKey]? = nil, manager: Change<MembershipID> = .keep, limits: [SpendingLimit]? = nil
        ) {
            self.unit = unit
            self.roles = roles
            self.manager = manager
            self.limits = limits
        }
    }

    private let aspects: [MemberAspect]
    private let world: World

    package init(aspects: [MemberAspect], world: World) {
        self.aspects = aspects
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: MembershipID, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ManagedMember {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, about: id, in: transaction)
        let scope = try standing.caller.scope(of: .manageMembers)
        let manager: MembershipID? = if case .set(let manager) = input.manager { manager } else { nil }
        let (found, limits, managers, isCircle) = try await transaction.run(
            MembershipQueries.find(id, in: caller.account, at: world.now()), SpendingLimitQueries.of(id, in: caller.account),
            MembershipQueries.all([manager].compactMap(\.self), of: caller.account),
            MembershipQueries.manages(id, manager, in: caller.account))
        guard let member = found, scope.covers(member.membership.unit) else { throw OrganisationRefusal.notFound }
        let before = Appointment(membership: member.membership, limits: limits)
        guard before.membership.version == version else { throw StaleVersion(current: before.membership.version) }
        guard member.state != .ended else { throw MemberRefusal.ended }
        let after = before.changed(input)
        guard after != before else { return ManagedMember(member: member, limits: limits) }
        guard standing.tree.contains(after.membership.unit), scope.covers(after.membership.unit) else {
            throw MemberRefusal.unitNotFound
        }
        if manager != nil {
            try after.membership.check(manager: managers.first, on: standing.today)
            guard !isCircle else { throw MemberRefusal.managerCircle }
        }
        try standing.check(after, since: before)
        try await CheckAdmins(standing: standing)(in: transaction) { $0.id == id ? after.membership : $0 }
        return try await save(after, since: before, in: standing, by: caller, transaction)
    }

    private func save(
        _ after: Appointment, since before: Appointment, in standing: Standing, by caller: Caller, _ transaction: borrowing Transaction
    ) async throws -> ManagedMember {
        let id = after.membership.id
        try await transaction.run(MembershipQueries.save(after.membership))
        if after.limits != before.limits {
            transaction.enqueue(SpendingLimitQueries.clear(of: id, in: caller.account))
            if !after.limits.isEmpty {
                transaction.enqueue(
                    SpendingLimitQueries.insert(after.limits.map { (world.newUUID(), $0) }, of: id, in: caller.account))
            }
        }
        if after.membership.roles != before.membership.roles || after.membership.unit != before.membership.unit
            || after.limits != before.limits
        {
            try await aspects.check(leaving: before.membership, standing, at: world.now(), in: transaction)
        }
        let member: Member? = try await transaction.run(MembershipQueries.find(id, in: caller.account, at: world.now()))
        guard let member else { throw OrganisationRefusal.notFound }
        let data = MemberChanged(from: MemberSaved(before), to: MemberSaved(after))
        transaction.record(
            try EventDraft("membershipChanged", "membership", id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return ManagedMember(member: member, limits: after.limits)
    }
}

extension Appointment {
    /// The next version, where something differs.
    func changed(_ input: ChangeMember.Input) -> Appointment {
        var next = self
        next.membership.unit = input.unit ?? membership.unit
        next.membership.roles = input.roles?.distinct ?? membership.roles
        next.membership.manager = input.manager.applied(to: membership.manager)
        if let given = input.limits, Set(given) != Set(limits) { next.limits = given }
        if next != self { next.membership.version += 1 }
        return next
    }
}

extension [MemberAspect] {
    /// - Throws: `MemberRefusal.nobodyElseEligible` where nobody could decide any more what a membership, as it was, could.
    func check(
        leaving membership: Membership, _ standing: Standing, at now: Instant, in transaction: borrowing Transaction
    ) async throws {
        let units = [UnitID](standing.tree.all(from: membership.unit))
        var stranded: [StrandedStep] = []
        for aspect in self {
            stranded += try await aspect.stranded(membership, units, now, transaction)
        }
        guard stranded.isEmpty else { throw MemberRefusal.nobodyElseEligible(stranded) }
    }
}
