package import Kernel
package import Postgres

/// An account's team and its partners, for whoever has the supplier's view of it.
package struct ReadTeam: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// One more than `limit`, where there are that many; and which day it is there.
    package func team(_ caller: Caller, after: TeamPlaceID?, limit: Int) async throws -> (places: [TeamPlace], today: LocalDate) {
        try caller.wholeAccount(.readAccountView)
        _ = try caller.credential.session()
        let (places, today) = try await database.read(
            caller.rowSecurity, TeamPlaceQueries.page(of: caller.account, after: after, limit: limit + 1),
            AccountDayQueries.today(in: caller.account, at: world.now()))
        return (places, today)
    }

    /// The same of the account's resellers of record.
    package func partners(
        _ caller: Caller, after: AccountPartnerID?, limit: Int
    ) async throws -> (places: [AccountPartner], today: LocalDate) {
        try caller.wholeAccount(.readAccountView)
        _ = try caller.credential.session()
        let (places, today) = try await database.read(
            caller.rowSecurity, PartnerQueries.ofAccount(caller.account, after: after, limit: limit + 1),
            AccountDayQueries.today(in: caller.account, at: world.now()))
        return (places, today)
    }
}
