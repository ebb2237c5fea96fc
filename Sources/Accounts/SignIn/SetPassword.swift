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
        try Self.check(password)
        let hash = try await hasher.hash(password)
        try await database.transaction([]) { transaction in
            _ = try await transaction.run(
                PersonQueries.setPassword(hash.text, of: person), SessionQueries.endAll(of: person, at: world.now()))
            transaction.enqueue(PasswordResetQueries.endAll(of: person, at: world.now()))
        }
    }

    /// Whether it may be anybody's.
    static func check(_ password: String) throws(OrganisationRefusal) {
        let characters = password.count
        guard characters >= Limits.passwordCharacters.lowerBound else { throw .passwordTooShort }
        guard characters <= Limits.passwordCharacters.upperBound else { throw .passwordTooLong }
    }
}
