import Kernel
import Persistence
import Postgres

enum SignInQueries {
    struct NotedAttempt: Sendable {
        /// When the attempt happened whose ageing out of the window ends the throttling; nil where nothing is throttled.
        let throttlingFailure: Instant?
        let person: Person?
        let passwordHash: String?
    }

    /// Notes the attempt as failed, unless there were too many before it, and looks up whose it may be: one statement, by itself.
    /// Counted per person and address, and per address: never per person alone, or anybody could lock out anybody.
    static func note(_ attempt: SignInAttempt, by email: String) -> Query<NotedAttempt> {
        .one(
            """
            SELECT n.throttled_since, p.id, p.email, p.name, p.language, p.password_hash
            FROM note_sign_in_attempt(
                \(attempt.id), \(attempt.emailDigest), \(attempt.address), \(attempt.at), \(attempt.windowStart),
                \(Limits.signInFailuresPerPerson), \(Limits.signInFailuresPerAddress)
            ) AS n (throttled_since)
            LEFT JOIN persons AS p ON p.email = \(email)
            """
        ) { row in
            let throttled = try row.next(Instant?.self)
            guard let id = try row.next(PersonID?.self) else {
                return NotedAttempt(throttlingFailure: throttled, person: nil, passwordHash: nil)
            }
            return NotedAttempt(
                throttlingFailure: throttled,
                person: Person(id: id, email: try row.next(), name: try row.next(), language: try row.next()),
                passwordHash: try row.next())
        }
    }

    struct KnownPerson: Sendable {
        let person: Person
        let hasPassword: Bool
    }

    static func person(email: String) -> Query<KnownPerson?> {
        .optional(
            "SELECT p.id, p.email, p.name, p.language, p.password_hash IS NOT NULL FROM persons AS p WHERE p.email = \(email)"
        ) { row in
            KnownPerson(
                person: Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next()),
                hasPassword: try row.next())
        }
    }

    static func takeBack(_ attempt: SignInAttempt) -> Query<Void> {
        Query(
            """
            DELETE FROM sign_in_failures
            WHERE email_digest = \(attempt.emailDigest) AND address = \(attempt.address) AND id = \(attempt.id)
            """)
    }

    /// Who signs in has shown that the failures before were their own.
    static func forgetFailures(_ attempt: SignInAttempt) -> Query<Void> {
        Query("DELETE FROM sign_in_failures WHERE email_digest = \(attempt.emailDigest) AND address = \(attempt.address)")
    }
}
