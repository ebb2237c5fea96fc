package import Cryptography
package import Kernel
import Persistence
package import Postgres

/// Makes a session of an e-mail address and a password.
///
/// An unknown person costs the same statements and the same hash as a wrong password, and is answered the same.
package struct SignIn: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    /// - Parameter address: the network address of the caller.
    package func callAsFunction(email: String, password: String, from address: String) async throws -> SignedIn {
        let email = email.lowercased()
        let attempt = SignInAttempt(email: email, address: address, at: world.now())
        let (throttling, known) = try await database.read(
            [], SignInQueries.throttlingFailure(attempt), SignInQueries.person(email: email))
        try refuse(attempt, throttledBy: throttling)
        let hash = known?.passwordHash.flatMap { PasswordHash($0) }
        guard try await hasher.verify(password, against: hash), let known, let hash else {
            try await database.query(SignInQueries.recordFailure(attempt))
            throw SignInRefusal.failed
        }
        let renewed = hasher.isOutdated(hash) ? try await hasher.hash(password) : nil
        return try await admit(known.person, attempt, renewed: renewed)
    }

    /// Looks at the failures again: those of guesses made at the same time have been noted by now, so that many at once learn no more than
    /// as many in a row.
    private func admit(_ person: Person, _ attempt: SignInAttempt, renewed: PasswordHash?) async throws -> SignedIn {
        let token = Token.new(.session)
        let session = world.newUUID()
        let expiresAt = attempt.at + .seconds(Limits.sessionHours * 3600)
        try await database.transaction([]) { transaction in
            let throttling = try await transaction.run(SignInQueries.throttlingFailure(attempt))
            try refuse(attempt, throttledBy: throttling)
            transaction.enqueue(SignInQueries.forgetFailures(attempt))
            if let renewed { transaction.enqueue(PersonQueries.setPassword(renewed.text, of: person.id)) }
            transaction.enqueue(
                SessionQueries.insert(session, of: person.id, token: token.digest, at: attempt.at, until: expiresAt))
        }
        return SignedIn(token: token, expiresAt: expiresAt, person: person)
    }

    private func refuse(_ attempt: SignInAttempt, throttledBy failure: Instant?) throws {
        guard let failure else { return }
        throw SignInRefusal.throttled(retryAfterSeconds: attempt.retryAfterSeconds(since: failure))
    }
}
