package import Cryptography
package import Kernel
package import Postgres

/// Gives the person a new password whose mail held the link. Every session ends, and every other link with it.
package struct ResetPassword: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    /// - Parameter link: what stood behind `#` in the mail's link.
    package func callAsFunction(_ link: String, to password: String) async throws {
        try SetPassword.check(password)
        guard let token = Token(link), token.kind == .passwordReset else { throw PasswordResetRefusal.notFound }
        let found: (person: PersonID, isOpen: Bool)? = try await database.query(
            PasswordResetQueries.find(token.digest, at: world.now()))
        guard let found else { throw PasswordResetRefusal.notFound }
        // Before the hash, which costs.
        guard found.isOpen else { throw PasswordResetRefusal.ended }
        let hash = try await hasher.hash(password)
        let now = world.now()
        try await database.transaction([]) { transaction in
            try await transaction.run(PasswordResetQueries.use(token.digest, at: now))
            transaction.enqueue(PersonQueries.setPassword(hash.text, of: found.person))
            transaction.enqueue(PasswordResetQueries.endAll(of: found.person, at: now))
            transaction.enqueue(SessionQueries.endAll(of: found.person, at: now))
        }
    }
}
