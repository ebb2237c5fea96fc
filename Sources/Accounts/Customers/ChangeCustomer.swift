package import Kernel
import Ledger
package import Postgres
import Web

/// Changes the master data of an account, disables or enables it, in the supplier's name.
///
/// Disabled it has no members and no partners: whoever comes finds no account, at once on every instance. Its own team reads it as before,
/// and whatever was open stays as it is until it is enabled again.
package struct ChangeCustomer: Sendable {
    package struct Input: Sendable {
        package let name: String?
        package let language: String?
        package let timeZone: String?
        package let isDisabled: Bool?

        package init(name: String? = nil, language: String? = nil, timeZone: String? = nil, isDisabled: Bool? = nil) {
            self.name = name
            self.language = language
            self.timeZone = timeZone
            self.isDisabled = isDisabled
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> Account {
        _ = try await LoadTeamManager(world: world)(.manageAccounts, by: caller, in: transaction)
        let (current, isKnown) = try await transaction.run(
            AccountQueries.forChange(caller.account), AccountQueries.timeZoneExists(input.timeZone ?? "UTC"))
        guard current.version == version else { throw StaleVersion(current: current.version) }
        guard isKnown else { throw OrganisationRefusal.unknownTimeZone }
        let changed = current.changed(
            name: input.name, language: input.language, timeZone: input.timeZone, isActive: input.isDisabled.map { !$0 })
        guard changed != current else { return current }
        try await transaction.save(changed, since: current, by: caller.actor, world: world)
        return changed
    }
}
