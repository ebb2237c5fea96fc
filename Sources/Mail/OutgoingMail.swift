package import Kernel

/// A mail that an act causes: a row written in the act's own transaction, and sent once that has been committed.
package struct OutgoingMail: Sendable, Equatable {
    package let id: MailID
    /// What it is about, for who runs the service: `invitation`.
    package let kind: String
    package let to: Mailbox
    package let subject: String
    package let body: String
    /// After this it is of no use any more; it is given up then, or after `Limits.mailGiveUpHours`.
    package let usefulUntil: Instant

    package init(id: MailID, kind: String, to: Mailbox, subject: String, body: String, usefulUntil: Instant) {
        self.id = id
        self.kind = kind
        self.to = to
        self.subject = subject
        self.body = body
        self.usefulUntil = usefulUntil
    }
}

package typealias MailID = ID<OutgoingMail>

/// How far a mail has come.
package enum MailState: String, Sendable, CaseIterable, Codable {
    case waiting, sent, failed
}

/// A mail that one worker has for a while.
struct ClaimedMail: Sendable {
    let id: MailID
    let kind: String
    let writtenAt: Instant
    let giveUpAt: Instant
    /// This one included.
    let tries: Int
    let recipientName: String?
    let recipient: String
    let subject: String
    let body: String
}
