import Kernel
package import Postgres

/// The supplier's people, for those of them who manage staff or teams.
package struct ReadStaff: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// One more than `limit`, where there are that many.
    package func page(matching text: String?, after: PersonID?, limit: Int, by principal: Principal) async throws -> [StaffMember] {
        try check(principal)
        return try await database.query(StaffQueries.page(matching: text, after: after, limit: limit + 1))
    }

    package func one(_ id: PersonID, by principal: Principal) async throws -> StaffMember {
        try check(principal)
        let found: StaffMember? = try await database.query(StaffQueries.find(id))
        return try found.orThrow(StaffRefusal.notFound)
    }

    /// Who fills teams has to find whom to put into them.
    private func check(_ principal: Principal) throws(AccessRefusal) {
        if principal.isStaff, principal.staffPermissions.contains(.manageTeams) { return }
        try principal.may(.manageStaff)
    }
}
