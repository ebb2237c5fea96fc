import Cryptography
package import Kernel
import Mail
package import Postgres

/// Mails somebody a link to a new password. The answer is the same for somebody who is not known, and for a mailbox that has had its mails
/// of this hour.
package struct RequestPasswordReset: Sendable {
    private let database: Database
    private let links: PortalLinks
    private let world: World

    package init(database: Database, links: PortalLinks, world: World) {
        self.database = database
        self.links = links
        self.world = world
    }

    /// - Parameter address: the network address of the caller.
    /// - Throws: `PasswordResetRefusal.limited` for the address.
    package func callAsFunction(email: String, from address: String) async throws {
        let email = email.lowercased()
        let digest = SHA256.digest(email)
        let now = world.now()
        let start = now + .seconds(-Self.windowSeconds)
        try await database.transaction([]) { transaction in
            transaction.enqueue(PasswordResetQueries.lock(digest))
            let (asked, known) = try await transaction.run(
                PasswordResetQueries.requests(for: digest, from: address, since: start), SignInQueries.person(email: email))
            if let pausedBy = asked.pausedBy {
                let wait = (pausedBy + .seconds(Self.windowSeconds)).microseconds - now.microseconds
                throw PasswordResetRefusal.limited(retryAfterSeconds: max(1, Int((wait + 999_999) / 1_000_000)))
            }
            transaction.enqueue(PasswordResetQueries.note(digest, from: address, at: now, forgetting: start))
            guard asked.forPerson < Limits.passwordResetsPerPerson, let person = known?.person else { return }
            for query in queries(for: person, at: now) { transaction.enqueue(query) }
        }
    }

    private func queries(for person: Person, at now: Instant) -> [Query<Void>] {
        guard let mailbox = Mailbox(name: person.name, address: person.email) else { return [] }
        let token = Token.new(.passwordReset)
        let end = now + .seconds(Limits.passwordResetMinutes * 60)
        let mail = PasswordMail(name: person.name, link: links.passwordReset(token), minutes: Limits.passwordResetMinutes)
        let (subject, body) = mail.text(in: MailLanguage(person.language))
        return [
            PasswordResetQueries.insert(token.digest, of: person.id, at: now, until: end),
            OutboxQueries.post(
                OutgoingMail(id: world.newID(), kind: "passwordReset", to: mailbox, subject: subject, body: body, usefulUntil: end),
                at: now),
        ]
    }

    private static let windowSeconds = 3600
}
