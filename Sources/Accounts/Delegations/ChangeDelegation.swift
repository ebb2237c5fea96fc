package import Kernel
import Ledger
package import Postgres
import Web

/// Shortens a delegation, or revokes it at once.
package struct ChangeDelegation: Sendable {
    package enum Change: Sendable, Equatable {
        /// The last day; yesterday ends it today.
        case shorten(LocalDate)
        case revoke
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: DelegationID, of member: MembershipID, _ change: Change, expecting version: Int, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> ListedDelegation {
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        let (found, listed) = try await transaction.run(
            MembershipQueries.find(member, in: caller.account, at: world.now()),
            DelegationQueries.find(id, of: member, in: caller.account, at: world.now()))
        do { _ = try standing.delegator(found) } catch DelegationRefusal.memberEnded {}
        guard let listed else { throw DelegationRefusal.notFound }
        let current = listed.delegation
        guard current.version == version else { throw StaleVersion(current: current.version) }
        guard listed.state == .inForce || listed.state == .upcoming else { throw DelegationRefusal.ended(listed.state) }
        let changed = try current.changed(change, on: standing.today, at: world.now())
        guard changed != current else { return listed }
        try await transaction.run(DelegationQueries.save(changed, in: caller.account))
        let kind = change == .revoke ? "delegationRevoked" : "delegationChanged"
        let data = DelegationChanged(from: DelegationSaved(current), to: DelegationSaved(changed))
        transaction.record(try EventDraft(kind, "delegation", id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return ListedDelegation(
            delegation: changed, delegatorName: listed.delegatorName, delegateNames: listed.delegateNames, today: standing.today)
    }
}

extension Delegation {
    /// The next version, where something differs.
    func changed(_ change: ChangeDelegation.Change, on today: LocalDate, at now: Instant) throws(DelegationRefusal) -> Delegation {
        var next = self
        switch change {
        case .revoke: next.revokedAt = now
        case .shorten(let day):
            guard day <= endsOn, day >= startsOn, day >= today.adding(days: -1) else { throw .notShortened }
            next.endsOn = day
        }
        if next != self { next.version += 1 }
        return next
    }
}
