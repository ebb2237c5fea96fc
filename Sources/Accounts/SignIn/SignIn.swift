package import Cryptography
import FoundationEssentials
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

    private var check: CheckPassword { CheckPassword(database: database, hasher: hasher, world: world) }

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
        guard let passed = try await check(password, email: email, from: address) else { throw SignInRefusal.failed }
        let (attempt, hash) = (passed.attempt, passed.hash)
        let renewed = hasher.isOutdated(hash) ? try await hasher.hash(password) : nil
        let session = Session(
            id: world.newUUID(), createdAt: attempt.at, expiresAt: attempt.at + .seconds(Limits.sessionHours * 3600), address: address,
            userAgent: userAgent.map { String($0.prefix(Limits.userAgentCharacters)) })
        return try await open(session, of: passed.person, after: attempt, renewed: renewed)
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
