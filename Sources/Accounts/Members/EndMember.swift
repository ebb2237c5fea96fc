package import Kernel
import Ledger
package import Postgres
import Web

/// Ends a membership after a day, and says who goes on with what it leaves behind: a named successor, or the manager.
package struct EndMember: Sendable {
    package struct Input: Sendable {
        /// The last day, in the account's time zone; yesterday ends it at once, also one that has begun today or is to begin.
        package let lastDay: LocalDate
        package let successor: MembershipID?

        package init(lastDay: LocalDate, successor: MembershipID? = nil) {
            self.lastDay = lastDay
            self.successor = successor
        }
    }

    private let aspects: [MemberAspect]
    private let steps: CheckSteps
    private let world: World

    package init(aspects: [MemberAspect], steps: CheckSteps, world: World) {
        self.aspects = aspects
        self.steps = steps
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: MembershipID, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ManagedMember {
        _ = try caller.scope(of: .manageMembers)
        let standing = try await LoadStanding(world: world)(by: caller, about: id, in: transaction)
        let found: Member? = try await transaction.run(MembershipQueries.find(id, in: caller.account, at: world.now()))
        guard let member = found, try standing.caller.scope(of: .manageMembers).covers(member.membership.unit) else {
            throw OrganisationRefusal.notFound
        }
        let current = member.membership
        guard current.version == version else { throw StaleVersion(current: current.version) }
        guard member.state != .ended else { throw MemberRefusal.ended }
        let candidate = try await candidate(to: current, input, in: standing, transaction)
        var ended = current
        // What has not begun by then never does.
        ended.endsOn = max(input.lastDay, current.startsOn.adding(days: -1))
        ended.version += 1
        try await CheckAdmins(standing: standing)(in: transaction) { [ended] in $0.id == id ? ended : $0 }
        ended.successor = try await successor(of: current, input, candidate, in: standing, transaction)
        let covers = try await steps.covers(in: caller.account, transaction)
        try await transaction.run(MembershipQueries.save(ended))
        try await steps(since: covers, by: standing.caller, in: transaction)
        let (saved, limits) = try await transaction.run(
            MembershipQueries.find(id, in: caller.account, at: world.now()), SpendingLimitQueries.of(id, in: caller.account))
        guard let saved else { throw OrganisationRefusal.notFound }
        transaction.record(
            try EventDraft("membershipEnded", "membership", id, MembershipEnded(from: current, to: ended)),
            in: caller.account.uuid, by: caller.actor, world: world)
        return ManagedMember(member: saved, limits: limits)
    }

    /// Whoever is named, else the manager, if they are there then.
    /// - Throws: all that is wrong with the input.
    private func candidate(
        to leaver: Membership, _ input: Input, in standing: Standing, _ transaction: borrowing Transaction
    ) async throws -> Membership? {
        let named = input.successor ?? leaver.manager
        let found = try await transaction.run(MembershipQueries.all([named].compactMap(\.self), of: leaver.account))
        let isPossible = input.lastDay >= standing.today.adding(days: -1) && leaver.endsOn.map { input.lastDay <= $0 } ?? true
        let lastDay = isPossible ? input.lastDay : standing.today
        let candidate = found.first {
            standing.canSucceed($0, to: leaver, after: lastDay) && (input.successor == nil || standing.sees($0))
        }
        var refusals = InputRefusals()
        try refusals.gather { if !isPossible { throw MemberRefusal.lastDayInvalid } }
        try refusals.gather { if input.successor != nil, candidate == nil { throw MemberRefusal.successorNotFound } }
        try refusals.finish()
        return candidate
    }

    /// Who goes on; nil where there is nothing to go on with.
    private func successor(
        of leaver: Membership, _ input: Input, _ candidate: Membership?, in standing: Standing, _ transaction: borrowing Transaction
    ) async throws -> MembershipID? {
        let (work, succeeds) = try await transaction.run(
            MemberAspectQueries.openWork(of: [leaver.id], in: leaver.account, aspects: aspects),
            MembershipQueries.succeedsAnyone(leaver.id, in: leaver.account))
        let lacking = candidate.map { standing.permissionsLacking(in: $0, of: leaver) } ?? []
        // Until the last day there may come something to go on with.
        let stays = input.lastDay >= max(standing.today, leaver.startsOn)
        let mayBegin = stays && standing.place(leaver).permissions[.writeQuotes] != nil
        if let candidate, lacking.isEmpty {
            let gained = try await CheckHandover(standing: standing, aspects: aspects)(
                of: leaver, to: candidate, growing: stays, in: transaction)
            if gained.isEmpty { return candidate.id }
            if input.successor != nil { throw RoleRefusal.forYourself(gained) }
        }
        if input.successor != nil { throw MemberRefusal.successorCannotTake(lacking) }
        guard work.isEmpty, !mayBegin, !succeeds else { throw MemberRefusal.successorNeeded(work) }
        return nil
    }
}

extension Standing {
    /// Whether a membership is there when another has ended, and stays.
    func canSucceed(_ candidate: Membership, to leaver: Membership, after lastDay: LocalDate) -> Bool {
        candidate.id != leaver.id && candidate.endsOn == nil && candidate.startsOn <= lastDay.adding(days: 1)
            && !tree.isDisabled(candidate.unit)
    }

    /// What going on with a leaver's work needs and a membership does not have.
    func permissionsLacking(in candidate: Membership, of leaver: Membership) -> [Permission] {
        let (has, needs) = (place(candidate).permissions, place(leaver).permissions)
        return [Permission.writeQuotes, .submitQuotes, .order].filter { needs[$0] != nil && has[$0] == nil }
    }
}
