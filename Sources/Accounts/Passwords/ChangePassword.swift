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
        let person = principal.person
        let attempt = SignInAttempt(email: person.email, address: address, at: world.now())
        let (throttling, known) = try await database.read(
            [], SignInQueries.throttlingFailure(attempt), SignInQueries.person(person.id))
        if let throttling {
            throw SignInRefusal.throttled(retryAfterSeconds: attempt.retryAfterSeconds(since: throttling))
        }
        guard try await hasher.verify(old, against: known?.passwordHash.flatMap { PasswordHash($0) }) else {
            try await database.query(SignInQueries.recordFailure(attempt))
            throw PasswordResetRefusal.wrongPassword
        }
        try SetPassword.check(new)
        let hash = try await hasher.hash(new)
        let now = world.now()
        try await database.transaction([]) { transaction in
            transaction.enqueue(PersonQueries.setPassword(hash.text, of: person.id))
            transaction.enqueue(PasswordResetQueries.endAll(of: person.id, at: now))
            transaction.enqueue(SessionQueries.endAll(of: person.id, but: principal.sessionID, at: now))
        }
    }
}
