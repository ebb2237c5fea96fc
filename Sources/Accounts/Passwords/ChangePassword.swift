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
    package func callAsFunction(_ principal: Principal, from old: String, to new: String, at address: ClientAddress) async throws {
        let session = try principal.credential.session()
        let person = principal.person
        let check = CheckPassword(database: database, hasher: hasher, world: world)
        let changed: Void? = try await check(old, email: person.email, from: address.text) { passed in
            try SetPassword.check(new)
            let hash = try await hasher.hash(new, for: address.text)
            let now = world.now()
            try await database.transaction([]) { transaction in
                transaction.enqueue(PersonQueries.setPassword(hash.text, of: person.id, inPlaceOf: passed.hash.text))
                transaction.enqueue(SignInQueries.forgetFailures(passed.attempt))
                transaction.enqueue(PasswordResetQueries.endAll(of: person.id, at: now))
                transaction.enqueue(SessionQueries.endAll(of: person.id, except: session, at: now))
                if let mail = TellPasswordChange(world: world)(passed.person, from: address) { transaction.enqueue(mail) }
            }
        }
        guard changed != nil else { throw PasswordResetRefusal.wrongPassword }
    }
}
