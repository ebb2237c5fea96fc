import Cryptography
import FoundationEssentials
import Kernel
import Postgres

/// Opens a session for who has said the right password: in the transaction of whoever goes on with it, and only while it is the password
/// still.
struct OpenSession: Sendable {
    struct Opening: Sendable {
        let signedIn: SignedIn
        let session: UUID
        /// Of one transaction. They throw `PasswordChanged`.
        let queries: [Query<Void>]
    }

    let hasher: PasswordHasher
    let world: World

    /// - Parameters:
    ///   - address: the network address of the caller.
    ///   - userAgent: what its program calls itself; shown to the person.
    func callAsFunction(
        for passed: CheckPassword.Passed, password: String, from address: String, userAgent: String? = nil
    ) async throws -> Opening {
        let (attempt, person) = (passed.attempt, passed.person)
        let renewed = hasher.isOutdated(passed.hash) ? try await hasher.hash(password, for: passed.attempt.address) : nil
        let session = Session(
            id: world.newUUID(), createdAt: attempt.at, expiresAt: attempt.at + .seconds(Limits.sessionHours * 3600), address: address,
            userAgent: userAgent.map { String($0.prefix(Limits.userAgentCharacters)) })
        let token = Token.new(.session)
        return Opening(
            signedIn: SignedIn(token: token, expiresAt: session.expiresAt, person: person), session: session.id,
            queries: [
                renewed.map { PersonQueries.setPassword($0.text, of: person.id, inPlaceOf: passed.hash.text) }
                    ?? PersonQueries.keepPassword(passed.hash.text, of: person.id),
                SignInQueries.forgetFailures(attempt),
                SessionQueries.insert(session, of: person.id, token: token.digest),
            ])
    }
}
