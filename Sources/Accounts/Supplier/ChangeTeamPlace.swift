package import Kernel
import Ledger
package import Postgres
package import Web

/// Changes how far a place in an account's team goes, or when it ends.
package struct ChangeTeamPlace: Sendable {
    package struct Input: Sendable {
        package let access: TeamAccess?
        /// The last day; yesterday ends it at once.
        package let endsOn: Change<LocalDate>

        package init(access: TeamAccess? = nil, endsOn: Change<LocalDate> = .keep) {
            self.access = access
            self.endsOn = endsOn
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: TeamPlaceID, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (place: TeamPlace, today: LocalDate) {
        let today = try await LoadTeamManager(world: world)(by: caller, in: transaction)
        let found: TeamPlace? = try await transaction.run(TeamPlaceQueries.find(id, in: caller.account))
        let current = try found.orThrow(TeamRefusal.notFound)
        guard current.version == version else { throw StaleVersion(current: current.version) }
        var changed = current
        changed.member.access = input.access ?? current.member.access
        changed.member.endsOn = input.endsOn.applied(to: current.member.endsOn)
        guard changed != current else { return (current, today) }
        changed.version += 1
        let others = try await transaction.run(TeamPlaceQueries.all(of: current.member.person, in: caller.account))
        try changed.check(since: current, by: caller.person, among: others, on: today)
        try await transaction.run(TeamPlaceQueries.save(changed))
        let data = TeamMemberChanged(from: TeamMemberAdded(current.member), to: TeamMemberAdded(changed.member))
        transaction.record(
            try EventDraft("teamMemberChanged", "person", current.member.person, data), in: caller.account.uuid, by: caller.actor,
            world: world)
        return (changed, today)
    }
}
