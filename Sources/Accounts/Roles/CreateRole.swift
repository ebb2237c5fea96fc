package import Kernel
import Ledger
package import Postgres

/// Makes a role of an account's own, out of permissions that its maker could give.
package struct CreateRole: Sendable {
    package struct Input: Sendable {
        package let key: RoleKey
        package let name: String
        package let permissions: [Permission: Reach]
        package let limits: [SpendingLimit]

        package init(key: RoleKey, name: String, permissions: [Permission: Reach], limits: [SpendingLimit] = []) {
            self.key = key
            self.name = name
            self.permissions = permissions
            self.limits = limits
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> AccountRole {
        try caller.wholeAccount(.manageRoles)
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        try standing.caller.wholeAccount(.manageRoles)
        let made = AccountRole(id: world.newID(), key: input.key, name: input.name, permissions: input.permissions, limits: input.limits)
        try made.check(adding: made.permissions, by: standing)
        try standing.checkLimits(made, since: nil)
        try await transaction.run(RoleQueries.insert(made, in: caller.account, at: world.now()))
        if !made.limits.isEmpty {
            transaction.enqueue(
                SpendingLimitQueries.insert(made.limits.map { (world.newUUID(), $0) }, of: made.key, in: caller.account))
        }
        transaction.record(
            try EventDraft("roleAdded", "role", made.id, RoleSaved(made)), in: caller.account.uuid, by: caller.actor, world: world)
        return made
    }
}

extension AccountRole {
    /// Whether these may be put into the role: by somebody who could give each in the whole account, since a role is given anywhere in it.
    func check(adding permissions: [Permission: Reach], by standing: Standing) throws(RoleRefusal) {
        let added = Permission.allCases.filter { permissions[$0] != nil }
        let suppliers = added.filter(Permission.givenBySupplier.contains)
        guard suppliers.isEmpty else { throw .onlyTheSupplier(suppliers) }
        let narrow = added.filter { Permission.wholeAccount.contains($0) && permissions[$0] != .account }
        guard narrow.isEmpty else { throw .tooNarrow(narrow) }
        guard let root = standing.tree.root else { throw .notFound }
        let more = added.filter { permission in
            permissions[permission].map { !standing.caller.places.mayGive(Grant(permission, $0, in: root)) } ?? false
        }
        guard more.isEmpty else { throw .moreThanYouHold(more) }
    }
}
