import Kernel
package import Postgres

/// Says that a person works for the supplier; done again it changes the title and what they may do.
package struct AddStaff: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func callAsFunction(_ person: PersonID, title: String, permissions: Set<StaffPermission> = []) async throws {
        try await database.query(StaffQueries.put(person, title: title, permissions: permissions))
    }
}
