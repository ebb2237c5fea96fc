package import Kernel
import Ledger
package import Postgres

/// Makes a partner an account's reseller of record: its people see the account's orders.
package struct AddAccountPartner: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter startsOn: nil is today.
    package func callAsFunction(
        _ id: PartnerID, startsOn: LocalDate?, endsOn: LocalDate?, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (place: AccountPartner, today: LocalDate) {
        let today = try await LoadTeamManager(world: world)(by: caller, in: transaction)
        let (found, others) = try await transaction.run(
            PartnerQueries.find(id), PartnerQueries.ofAccount(caller.account, partner: id, limit: Limits.pageItems))
        guard let partner = found, partner.disabledAt == nil else { throw TeamRefusal.partnerNotFound }
        let made = AccountPartner(
            id: world.newID(), account: caller.account, partner: id, partnerName: partner.name, startsOn: startsOn ?? today, endsOn: endsOn)
        try made.period.check(since: nil, on: today)
        guard !others.contains(where: { $0.period.meets(made.period) }) else { throw TeamRefusal.alreadyThere }
        try await transaction.run(PartnerQueries.insert(made, at: world.now()))
        transaction.record(
            try EventDraft("partnerAdded", "partner", id, AccountPartnerSaved(made)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return (made, today)
    }
}
