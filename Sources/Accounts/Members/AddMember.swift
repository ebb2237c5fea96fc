package import Kernel
import Ledger
package import Postgres

/// Gives somebody who is known in the account a place in one more unit. Anybody else is invited, and comes by their own will.
package struct AddMember: Sendable {
    package struct Input: Sendable {
        package let person: PersonID
        package let unit: UnitID
        package let roles: [RoleKey]
        package let manager: MembershipID?
        /// Nil: today.
        package let startsOn: LocalDate?
        package let endsOn: LocalDate?
        package let limits: [SpendingLimit]

        package init(
            person: PersonID, unit: UnitID, roles: [RoleKey], manager: MembershipID? = nil, startsOn: LocalDate? = nil,
            endsOn: LocalDate? = nil, limits: [SpendingLimit] = []
        ) {
            self.person = person
            self.unit = unit
            self.roles = roles
            self.manager = manager
            self.startsOn = startsOn
            self.endsOn = endsOn
            self.limits = limits
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> ManagedMember {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        let (isKnown, managers) = try await transaction.run(
            MembershipQueries.isKnown(input.person, in: caller.account),
            MembershipQueries.all([input.manager].compactMap(\.self), of: caller.account))
        guard isKnown else { throw MemberRefusal.personNotFound }
        let startsOn = input.startsOn ?? standing.today
        let made = Membership(
            account: caller.account, id: world.newID(), person: input.person, unit: input.unit, roles: input.roles.distinct,
            manager: input.manager, startsOn: startsOn, endsOn: input.endsOn)
        try standing.check(adding: Appointment(membership: made, limits: input.limits), under: managers.first)
        try await transaction.run(MembershipQueries.insert(made, at: world.now()))
        if !input.limits.isEmpty {
            transaction.enqueue(
                SpendingLimitQueries.insert(input.limits.map { (world.newUUID(), $0) }, of: made.id, in: caller.account))
        }
        let member: Member? = try await transaction.run(MembershipQueries.find(made.id, in: caller.account, at: world.now()))
        guard let member else { throw OrganisationRefusal.notFound }
        let data = MemberAdded(MembershipAdded(made), manager: made.manager, limits: input.limits)
        transaction.record(
            try EventDraft("membershipAdded", "membership", made.id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return ManagedMember(member: member, limits: input.limits)
    }
}

/// A member with what is only for those who read one.
package struct ManagedMember: Sendable, Equatable {
    package let member: Member
    package let limits: [SpendingLimit]
}

extension Membership {
    /// - Parameter found: the membership that was named as the manager's, where there is one.
    func check(manager found: Membership?, on today: LocalDate) throws(MemberRefusal) {
        guard let manager else { return }
        guard let found, found.id == manager, found.person != person, found.endsOn.map({ $0 >= today }) ?? true else {
            throw .managerNotFound
        }
    }
}

extension [RoleKey] {
    /// Each once, in the order given.
    var distinct: [RoleKey] {
        var seen: Set<RoleKey> = []
        return filter { seen.insert($0).inserted }
    }
}
