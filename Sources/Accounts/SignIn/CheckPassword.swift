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

    /// Goes on with a password that is right, and looks at it once more where it was changed before that was written: whoever has set a
    /// new one has shut out who knows the old one, also one whose password was just being looked at.
    /// - Parameters:
    ///   - address: the network address of the caller.
    ///   - goOn: throws `PasswordChanged` where what it writes was to hold for the password that was looked at.
    /// - Returns: nil where it is not right, or nobody is known by that address.
    func callAsFunction<Result: Sendable>(
        _ password: String, email: String, from address: String, _ goOn: (Passed) async throws -> Result
    ) async throws -> Result? {
        for _ in 1...2 {
            guard let passed = try await self(password, email: email, from: address) else { return nil }
            do {
                return try await goOn(passed)
            } catch is PasswordChanged {
                continue
            } catch let refusal as any Refusal {
                // It was no guess, whatever else stands in the way.
                try await database.query(SignInQueries.takeBack(passed.attempt))
                throw refusal
            }
        }
        return nil
    }

    /// Nil where it is not right, or nobody is known by that address: that costs the same.
    /// - Parameter address: the network address of the caller.
    /// - Throws: `SignInRefusal.throttled`, `PasswordRefusal` for want of room.
    private func callAsFunction(_ password: String, email: String, from address: String) async throws -> Passed? {
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
            return try await hasher.verify(password, against: hash, for: attempt.address)
        } catch let refusal as PasswordRefusal {
            try await database.query(SignInQueries.takeBack(attempt))
            throw refusal
        }
    }
}

/// Between the look at a password and the writing somebody has set another one.
struct PasswordChanged: Error {}
