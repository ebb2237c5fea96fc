package import Kernel
import Ledger
package import Postgres
import Web

/// Renames, widens, narrows, disables or enables an account's own role: everybody who has it has what it gives from then on.
package struct ChangeRole: Sendable {
    package struct Input: Sendable {
        package let name: String?
        package let permissions: [Permission: Reach]?
        /// All of them, in place of those before.
        package let limits: [SpendingLimit]?
        package let isDisabled: Bool?

        package init(
            name: String? = nil, permissions: [Permission: Reach]? = nil, limits: [SpendingLimit]? = nil, isDisabled: Bool? = nil
        ) {
            self.name = name
            self.permissions = permissions
            self.limits = limits
            self.isDisabled = isDisabled
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ key: RoleKey, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> AccountRole {
        try caller.wholeAccount(.manageRoles)
        guard key.builtIn == nil else { throw RoleRefusal.builtIn }
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        try standing.caller.wholeAccount(.manageRoles)
        guard let current = standing.roles.first(where: { $0.key == key }) else { throw RoleRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        let changed = current.changed(input, at: world.now())
        guard changed != current else { return current }
        try changed.check(since: current, by: standing)
        try standing.checkLimits(changed, since: current)
        let after = standing.roles.map { $0.key == key ? changed : $0 }
        try await CheckAdmins(standing: standing)(roles: after, in: transaction)
        try await transaction.run(RoleQueries.save(changed, in: caller.account))
        if changed.limits != current.limits {
            transaction.enqueue(SpendingLimitQueries.clear(of: key, in: caller.account))
            if !changed.limits.isEmpty {
                transaction.enqueue(
                    SpendingLimitQueries.insert(changed.limits.map { (world.newUUID(), $0) }, of: key, in: caller.account))
            }
        }
        transaction.record(
            try EventDraft("roleChanged", "role", changed.id, RoleChanged(from: RoleSaved(current), to: RoleSaved(changed))),
            in: caller.account.uuid, by: caller.actor, world: world)
        return changed
    }
}

extension AccountRole {
    func changed(_ input: ChangeRole.Input, at now: Instant) -> AccountRole {
        var role = self
        role.name = input.name ?? name
        role.permissions = input.permissions ?? permissions
        if let given = input.limits, Set(given) != Set(limits) { role.limits = given }
        if let isDisabled = input.isDisabled, isDisabled != (disabledAt != nil) { role.disabledAt = isDisabled ? now : nil }
        if role != self { role.version += 1 }
        return role
    }

    /// What is wider than before has to be the caller's to give, and must not come to the caller. Enabling gives all of it anew.
    func check(since old: AccountRole, by standing: Standing) throws(RoleRefusal) {
        let before = old.disabledAt == nil || disabledAt != nil ? old.permissions : [:]
        try check(adding: permissions.filter { permission, reach in before[permission].map { $0 < reach } ?? true }, by: standing)
        let roles = standing.roles.map { $0.key == key ? self : $0 }
        let mine = standing.caller.places
        let gained = mine.map { roles.place($0.membership, in: standing.tree) }.gains(over: mine)
        guard gained.isEmpty else { throw .forYourself(gained.permissions) }
    }
}
