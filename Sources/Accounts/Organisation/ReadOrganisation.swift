import Kernel
package import Postgres

/// An account and its members, as far as a caller may see.
package struct ReadOrganisation: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// Whoever has a place in an account may read what it is.
    package func account(_ caller: Caller) async throws -> Account {
        try await database.read(caller.rowSecurity, AccountQueries.find(caller.account))
    }

    /// One more than `limit`, where there are that many.
    package func members(_ caller: Caller, after: MembershipID?, limit: Int) async throws -> [Member] {
        let scope = try caller.scope(of: .readMembers)
        return try await database.read(
            caller.rowSecurity,
            MembershipQueries.page(of: caller.account, scope: scope, after: after, limit: limit + 1))
    }
}
