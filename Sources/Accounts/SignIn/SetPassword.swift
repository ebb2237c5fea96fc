package import Cryptography
package import Kernel
package import Postgres

/// Gives a person a password, and ends the sessions that the old one had opened.
package struct SetPassword: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    package func callAsFunction(_ password: String, of person: PersonID) async throws {
        let characters = password.count
        guard characters >= Limits.passwordCharacters.lowerBound else { throw OrganisationRefusal.passwordTooShort }
        guard characters <= Limits.passwordCharacters.upperBound else { throw OrganisationRefusal.passwordTooLong }
        let hash = try await hasher.hash(password)
        try await database.transaction([]) { transaction in
            _ = try await transaction.run(
                PersonQueries.setPassword(hash.text, of: person), SessionQueries.endAll(of: person, at: world.now()))
        }
    }
}
