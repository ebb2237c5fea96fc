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
        let current = found.flatMap { $0.disabledAt == nil ? $0 : nil }
        var refusals = InputRefusals()
        try refusals.gather { if current == nil { throw TeamRefusal.partnerNotFound } }
        try Period(startsOn: startsOn ?? today, endsOn: endsOn).gather(&refusals, on: today)
        try refusals.finish()
        guard let partner = current else { throw TeamRefusal.partnerNotFound }
        let made = AccountPartner(
            id: world.newID(), account: caller.account, partner: id, partnerName: partner.name, startsOn: startsOn ?? today, endsOn: endsOn)
        try await transaction.checkNotTheirOwn(made, caller)
        guard !others.contains(where: { $0.period.meets(made.period) }) else { throw TeamRefusal.alreadyThere }
        try await transaction.run(PartnerQueries.insert(made, at: world.now()))
        transaction.record(
            try EventDraft("partnerAdded", "partner", id, AccountPartnerSaved(made)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return (made, today)
    }
}

extension Transaction {
    /// Nobody gives what they work for themselves (docs/decisions/0013), though they see the account as staff today.
    func checkNotTheirOwn(_ place: AccountPartner, _ caller: Caller) async throws {
        let own = try await run(PartnerQueries.people(of: place.partner, person: caller.person, limit: Limits.pageItems))
        guard !own.contains(where: { $0.period.meets(place.period) }) else { throw TeamRefusal.forYourself }
    }
}
