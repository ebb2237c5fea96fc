package import Cryptography
package import Kernel
package import Postgres

/// Makes a session of an e-mail address and a password.
///
/// An unknown person costs the same statements and the same hash as a wrong password, and is answered the same.
package struct SignIn: Sendable {
    private let database: Database
    private let check: CheckPassword
    private let open: OpenSession

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        check = CheckPassword(database: database, hasher: hasher, world: world)
        open = OpenSession(hasher: hasher, world: world)
    }

    /// - Parameters:
    ///   - address: the network address of the caller.
    ///   - userAgent: what its program calls itself; shown to the person.
    package func callAsFunction(
        email: String, password: String, from address: String, userAgent: String? = nil
    ) async throws -> SignedIn {
        let signedIn = try await check(password, email: email, from: address) { passed in
            let opening = try await open(for: passed, password: password, from: address, userAgent: userAgent)
            try await database.transaction([]) { transaction in
                for query in opening.queries { transaction.enqueue(query) }
            }
            return opening.signedIn
        }
        guard let signedIn else { throw SignInRefusal.failed }
        return signedIn
    }
}
