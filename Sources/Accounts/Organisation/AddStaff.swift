import Kernel
package import Postgres

/// Says that a person works for the supplier; done again it changes the title and whether the person reads the feed of every account.
package struct AddStaff: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func callAsFunction(_ person: PersonID, title: String, readsFeed: Bool = false) async throws {
        try await database.query(PersonQueries.makeStaff(person, title: title, readsFeed: readsFeed))
    }
}
