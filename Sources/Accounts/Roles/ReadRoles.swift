import Kernel
package import Postgres

/// The roles that an account's members can have: those built in, and its own.
package struct ReadRoles: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// In the order of their keys; one more than `limit`, where there are that many.
    package func page(_ caller: Caller, after: RoleKey?, limit: Int) async throws -> [ListedRole] {
        _ = try caller.scope(of: .readMembers)
        let own = try await database.read(
            caller.rowSecurity, RoleQueries.page(of: caller.account, after: after, limit: limit + 1))
        let builtIn = BuiltInRole.allCases.filter { role in after.map { $0.rawValue < role.rawValue } ?? true }
        let all = builtIn.map(ListedRole.builtIn) + own.map(ListedRole.own)
        return Array(all.sorted { $0.key.rawValue < $1.key.rawValue }.prefix(limit + 1))
    }

    package func one(_ key: RoleKey, by caller: Caller) async throws -> ListedRole {
        _ = try caller.scope(of: .readMembers)
        if let builtIn = key.builtIn { return .builtIn(builtIn) }
        let found = try await database.read(caller.rowSecurity, RoleQueries.find(key, in: caller.account))
        guard let found else { throw RoleRefusal.notFound }
        return .own(found)
    }
}

/// A role as a list shows it.
package enum ListedRole: Sendable, Equatable {
    case builtIn(BuiltInRole)
    case own(AccountRole)

    package var key: RoleKey {
        switch self {
        case .builtIn(let role): role.key
        case .own(let role): role.key
        }
    }
}
