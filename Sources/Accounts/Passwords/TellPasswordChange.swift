import Kernel
import Mail
import Postgres

/// Tells a person by mail, in the transaction that changes it, that their password is another one now.
struct TellPasswordChange: Sendable {
    let world: World

    /// Nil for an address that no mail can be sent to.
    func callAsFunction(_ person: Person, from address: ClientAddress) -> Query<Void>? {
        guard let mailbox = Mailbox(name: person.name, address: person.email) else { return nil }
        let now = world.now()
        let (subject, body) = PasswordChangedMail(name: person.name, at: now, address: address).text(in: MailLanguage(person.language))
        return OutboxQueries.post(
            OutgoingMail(
                id: world.newID(), kind: "passwordChanged", to: mailbox, subject: subject, body: body,
                usefulUntil: now + .seconds(Limits.mailGiveUpHours * 3600)),
            at: now)
    }
}
