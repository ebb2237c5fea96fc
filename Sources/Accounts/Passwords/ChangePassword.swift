package import Cryptography
package import Kernel
package import Postgres

/// Changes the password of somebody who has signed in and says the old one; a token alone does not. Their other sessions end.
package struct ChangePassword: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    /// - Parameter address: the network address of the caller: guesses count as failed sign-ins.
    package func callAsFunction(_ principal: Principal, from old: String, to new: String, at address: String) async throws {
        let session = try principal.credential.session()
        let person = principal.person
        let check = CheckPassword(database: database, hasher: hasher, world: world)
        guard let passed = try await check(old, email: person.email, from: address) else { throw PasswordResetRefusal.wrongPassword }
        try SetPassword.check(new)
        let hash = try await hasher.hash(new)
        let now = world.now()
        try await database.transaction([]) { transaction in
            transaction.enqueue(SignInQueries.forgetFailures(passed.attempt))
            transaction.enqueue(PersonQueries.setPassword(hash.text, of: person.id))
            transaction.enqueue(PasswordResetQueries.endAll(of: person.id, at: now))
            transaction.enqueue(SessionQueries.endAll(of: person.id, except: session, at: now))
        }
    }
}
