package import Kernel
import Persistence
package import Postgres

/// The mails that are to be sent. Whoever writes one cannot read it again; only a transaction that says it sends mail sees them.
package enum OutboxQueries {
    /// What such a transaction begins with (Migrations/0023).
    static let settings = [Setting("app.sends_mail", true)]

    /// Told with the commit when mails are written.
    static let channel = "mails"

    /// Goes into the transaction of what causes the mail.
    package static func post(_ mail: OutgoingMail, at now: Instant) -> Query<Void> {
        let giveUpAt = min(mail.usefulUntil, now + .seconds(Limits.mailGiveUpHours * 3600))
        return Query(
            """
            WITH mail AS (
                INSERT INTO mails (id, kind, created_at, next_try_at, give_up_at)
                VALUES (\(mail.id), \(mail.kind), \(now), \(now), \(giveUpAt))
            ), content AS (
                INSERT INTO mail_contents (mail_id, recipient_name, recipient, subject, body)
                VALUES (\(mail.id), \(mail.to.name), \(mail.to.address), \(mail.subject), \(mail.body))
            )
            SELECT pg_notify('mails', '')
            """)
    }

    /// Nothing is sent any more of what an account has posted, where it has not been sent.
    package static func callBack(_ mail: MailID, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE mails SET given_up_at = \(now), last_failure = 'called back'
            WHERE id = \(mail) AND sent_at IS NULL AND given_up_at IS NULL
            """)
    }

    /// Lends what is due to one worker; who does not say what became of it loses it again.
    static func claim(_ count: Int, at now: Instant, until leaseEnd: Instant) -> Query<[ClaimedMail]> {
        .all(
            """
            WITH due AS MATERIALIZED (
                SELECT w.id
                FROM mails AS w
                WHERE w.sent_at IS NULL AND w.given_up_at IS NULL AND w.next_try_at <= \(now)
                ORDER BY w.next_try_at, w.id
                LIMIT \(count)
                FOR UPDATE SKIP LOCKED
            )
            UPDATE mails AS m
            SET tries = m.tries + 1, next_try_at = \(leaseEnd)
            FROM due
            JOIN mail_contents AS c ON c.mail_id = due.id
            WHERE m.id = due.id
            RETURNING m.id, m.kind, m.created_at, m.give_up_at, m.tries, c.recipient_name, c.recipient, c.subject, c.body
            """
        ) { row in
            ClaimedMail(
                id: try row.next(), kind: try row.next(), writtenAt: try row.next(), giveUpAt: try row.next(), tries: try row.next(),
                recipientName: try row.next(), recipient: try row.next(), subject: try row.next(), body: try row.next())
        }
    }

    /// It is gone, and so is what it said.
    static func sent(_ mail: MailID, at now: Instant) -> Query<Void> {
        Query(
            """
            WITH content AS (DELETE FROM mail_contents WHERE mail_id = \(mail))
            UPDATE mails SET sent_at = \(now), last_failure = NULL WHERE id = \(mail) AND sent_at IS NULL AND given_up_at IS NULL
            """)
    }

    /// Unless somebody else has it by now.
    static func tryAgain(_ mail: ClaimedMail, because reason: String, at next: Instant) -> Query<Void> {
        Query(
            """
            UPDATE mails SET next_try_at = \(next), last_failure = \(reason)
            WHERE id = \(mail.id) AND tries = \(mail.tries) AND sent_at IS NULL AND given_up_at IS NULL
            """)
    }

    static func giveUp(_ mail: MailID, because reason: String, at now: Instant) -> Query<Void> {
        Query(
            """
            WITH content AS (DELETE FROM mail_contents WHERE mail_id = \(mail))
            UPDATE mails SET given_up_at = \(now), last_failure = \(reason)
            WHERE id = \(mail) AND sent_at IS NULL AND given_up_at IS NULL
            """)
    }

    /// Forgets what mails said that will not be sent: those called back.
    static func clear() -> Query<Void> {
        Query(
            """
            DELETE FROM mail_contents AS c USING mails AS m
            WHERE m.id = c.mail_id AND (m.sent_at IS NOT NULL OR m.given_up_at IS NOT NULL)
            """)
    }
}
