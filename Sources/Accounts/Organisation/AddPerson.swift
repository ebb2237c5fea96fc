package import Kernel
package import Postgres

/// Makes somebody known. A person belongs to no account, so no account's ledger speaks of it before a membership does.
package struct AddPerson: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(name: String, email: String, language: String = "en") async throws -> Person {
        guard let address = EmailAddress(email) else { throw OrganisationRefusal.invalidEmail }
        let person = Person(id: world.newID(), email: address.text, name: name, language: language)
        try await database.query(PersonQueries.insert(person, at: world.now()))
        return person
    }
}
