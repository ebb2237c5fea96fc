package import Cryptography
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// Makes a session of an e-mail address and a password.
///
/// An unknown person costs the same statements and the same hash as a wrong password, and is answered the same. An attempt is noted as
/// failed before its password is looked at, so many at once learn no more than as many in a row; how many are looked at at the same time
/// the hasher bounds.
package struct SignIn: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    /// - Parameters:
    ///   - address: the network address of the caller.
    ///   - userAgent: what its program calls itself; shown to the person.
    package func callAsFunction(
        email: String, password: String, from address: String, userAgent: String? = nil
    ) async throws -> SignedIn {
        let email = email.lowercased()
        let attempt = SignInAttempt(id: world.newUUID(), email: email, address: address, at: world.now())
        let noted = try await note(attempt, by: email)
        if let failure = noted.throttlingFailure {
            throw SignInRefusal.throttled(retryAfterSeconds: attempt.retryAfterSeconds(since: failure))
        }
        let hash = noted.passwordHash.flatMap { PasswordHash($0) }
        guard try await isRight(password, hash, attempt), let person = noted.person, let hash else { throw SignInRefusal.failed }
        let renewed = hasher.isOutdated(hash) ? try await hasher.hash(password) : nil
        let session = Session(
            id: world.newUUID(), createdAt: attempt.at, expiresAt: attempt.at + .seconds(Limits.sessionHours * 3600), address: address,
            userAgent: userAgent.map { String($0.prefix(Limits.userAgentCharacters)) })
        return try await open(session, of: person, after: attempt, renewed: renewed)
    }

    /// Where nobody knows whether it was noted nothing has happened that the caller would have to look for: it is simply tried again.
    private func note(_ attempt: SignInAttempt, by email: String) async throws -> SignInQueries.NotedAttempt {
        do {
            return try await database.query(SignInQueries.note(attempt, by: email))
        } catch DatabaseError.connectionLost(unknownOutcome: true) {
            throw DatabaseError.connectionLost(unknownOutcome: false)
        }
    }

    /// A password that was not looked at for want of room is no failure.
    private func isRight(_ password: String, _ hash: PasswordHash?, _ attempt: SignInAttempt) async throws -> Bool {
        do {
            return try await hasher.verify(password, against: hash)
        } catch let refusal as PasswordRefusal {
            try await database.query(SignInQueries.takeBack(attempt))
            throw refusal
        }
    }

    private func open(
        _ session: Session, of person: Person, after attempt: SignInAttempt, renewed: PasswordHash?
    ) async throws -> SignedIn {
        let token = Token.new(.session)
        try await database.transaction([]) { transaction in
            transaction.enqueue(SignInQueries.forgetFailures(attempt))
            if let renewed { transaction.enqueue(PersonQueries.setPassword(renewed.text, of: person.id)) }
            transaction.enqueue(SessionQueries.insert(session, of: person.id, token: token.digest))
        }
        return SignedIn(token: token, expiresAt: session.expiresAt, person: person)
    }
}
