package import Kernel
import Ledger
package import Postgres
import Web

/// Changes what the customer may set of the account. By the time zone everybody's days begin and end, so who changes that manages members
/// too.
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
            if changed.timeZone != current.timeZone { try caller.wholeAccount(.manageMembers) }
            try await transaction.save(changed, since: current, by: caller.actor, world: world)
            return changed
        }
    }
}

extension Account {
    /// The next version, where something differs; nil leaves as it is.
    func changed(name: String? = nil, language: String? = nil, timeZone: String? = nil, isActive: Bool? = nil) -> Account {
        func next(_ version: Int) -> Account {
            Account(
                id: id, externalID: externalID, name: name ?? self.name, timeZone: timeZone ?? self.timeZone,
                language: language ?? self.language, currency: currency, isActive: isActive ?? self.isActive, version: version)
        }
        return next(version) == self ? self : next(version + 1)
    }
}

extension Transaction {
    /// Writes another version of an account, with its event.
    func save(_ changed: Account, since current: Account, by actor: Actor, world: World) async throws {
        enqueue(AccountQueries.update(changed))
        let (id, old, new, now) = (changed.id, current.timeZone, changed.timeZone, world.now())
        let (over, begun, _, _, _) = try await run(
            DayQueries.keepMembershipsOver(in: id, from: old, to: new, at: now), DayQueries.keepBegun(in: id, from: old, to: new, at: now),
            DayQueries.keepDelegationsOver(in: id, from: old, to: new, at: now),
            DayQueries.keepTeamPlacesOver(in: id, from: old, to: new, at: now),
            DayQueries.keepPartnersOver(in: id, from: old, to: new, at: now))
        let kind = changed.isActive == current.isActive ? "accountChanged" : changed.isActive ? "accountEnabled" : "accountDisabled"
        record(
            [try EventDraft(kind, "account", changed.id, AccountChanged(from: current, to: changed, begun: begun, over: over))],
            in: changed.id.uuid, by: actor, world: world)
    }
}
