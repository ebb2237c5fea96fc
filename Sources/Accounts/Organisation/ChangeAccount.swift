package import Kernel
import Ledger
package import Postgres
import Web

/// Changes what the customer may set of the account.
package struct ChangeAccount: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameters:
    ///   - language: nil leaves it as it is; so does nil for `timeZone`.
    ///   - version: what the caller has read.
    package func callAsFunction(
        language: String?, timeZone: String?, expecting version: Int, by caller: Caller
    ) async throws -> Account {
        try caller.wholeAccount(.manageAccount)
        return try await database.transaction(caller.rowSecurity) { transaction in
            let (current, isKnown) = try await transaction.run(
                AccountQueries.forChange(caller.account), AccountQueries.timeZoneExists(timeZone ?? "UTC"))
            guard current.version == version else { throw StaleVersion(current: current.version) }
            guard isKnown else { throw OrganisationRefusal.unknownTimeZone }
            let changed = current.changed(language: language, timeZone: timeZone)
            guard changed != current else { return current }
            transaction.enqueue(AccountQueries.update(changed))
            let begun = try await transaction.run(
                MembershipQueries.keepBegun(in: changed.id, from: current.timeZone, to: changed.timeZone, at: world.now()))
            let data = AccountChanged(
                language: .init(current.language, changed.language), timeZone: .init(current.timeZone, changed.timeZone),
                begun: begun.isEmpty ? nil : begun)
            transaction.record(
                [try EventDraft("accountChanged", "account", changed.id, data)], in: changed.id.uuid, by: caller.actor, world: world)
            return changed
        }
    }
}

extension Account {
    /// The next version, where something differs.
    fileprivate func changed(language: String?, timeZone: String?) -> Account {
        let (language, timeZone) = (language ?? self.language, timeZone ?? self.timeZone)
        guard language != self.language || timeZone != self.timeZone else { return self }
        return Account(
            id: id, externalID: externalID, name: name, timeZone: timeZone, language: language, currency: currency, isActive: isActive,
            version: version + 1)
    }
}
