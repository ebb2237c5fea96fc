import Cryptography
import Kernel
import Postgres

/// Whether a password is somebody's. An attempt is noted as failed before its password is looked at, so many at once learn no more than as
/// many in a row; how many are looked at at the same time the hasher bounds.
struct CheckPassword: Sendable {
    /// The password was right; whoever goes on forgets the attempt in the transaction in which they do.
    struct Passed: Sendable {
        let attempt: SignInAttempt
        let person: Person
        let hash: PasswordHash
    }

    let database: Database
    let hasher: PasswordHasher
    let world: World

    /// Nil where it is not right, or nobody is known by that address: that costs the same.
    /// - Parameter address: the network address of the caller.
    /// - Throws: `SignInRefusal.throttled`, `PasswordRefusal` for want of room.
    func callAsFunction(_ password: String, email: String, from address: String) async throws -> Passed? {
        let email = email.lowercased()
        let attempt = SignInAttempt(id: world.newUUID(), email: email, address: address, at: world.now())
        let noted = try await note(attempt, by: email)
        if let failure = noted.throttlingFailure {
            throw SignInRefusal.throttled(retryAfterSeconds: attempt.retryAfterSeconds(since: failure))
        }
        let hash = noted.passwordHash.flatMap { PasswordHash($0) }
        guard try await isRight(password, hash, attempt), let person = noted.person, let hash else { return nil }
        return Passed(attempt: attempt, person: person, hash: hash)
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
}
