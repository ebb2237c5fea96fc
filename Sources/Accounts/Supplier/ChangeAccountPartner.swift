package import Kernel
import Ledger
package import Postgres
package import Web

/// Says until when a partner is an account's reseller of record.
package struct ChangeAccountPartner: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: AccountPartnerID, endsOn: Change<LocalDate>, expecting version: Int, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> (place: AccountPartner, today: LocalDate) {
        let today = try await LoadTeamManager(world: world)(by: caller, in: transaction)
        let found: AccountPartner? = try await transaction.run(PartnerQueries.find(id, in: caller.account))
        let current = try found.orThrow(TeamRefusal.notFound)
        guard current.version == version else { throw StaleVersion(current: current.version) }
        var changed = current
        changed.endsOn = endsOn.applied(to: current.endsOn)
        guard changed != current else { return (current, today) }
        changed.version += 1
        try changed.period.check(since: current.period, on: today)
        let others = try await transaction.run(
            PartnerQueries.ofAccount(caller.account, partner: current.partner, limit: Limits.pageItems))
        guard !others.contains(where: { $0.id != id && $0.period.meets(changed.period) }) else { throw TeamRefusal.alreadyThere }
        try await transaction.run(PartnerQueries.save(changed))
        let data = AccountPartnerChanged(from: AccountPartnerSaved(current), to: AccountPartnerSaved(changed))
        transaction.record(
            try EventDraft("partnerChanged", "partner", current.partner, data), in: caller.account.uuid, by: caller.actor, world: world)
        return (changed, today)
    }
}
