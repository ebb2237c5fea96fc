package import Kernel
package import Logging
package import Postgres

/// Sends what the outbox holds: at least once each, by any number of instances, tried again with growing pauses until it is given up.
package struct SendMails: Sendable {
    private let database: Database
    private let mailer: any Mailer
    private let from: Mailbox
    private let world: World
    private let logger: Logger

    package init(database: Database, mailer: any Mailer, from: Mailbox, world: World, logger: Logger) {
        self.database = database
        self.mailer = mailer
        self.from = from
        self.world = world
        self.logger = logger
    }

    /// Until the task is cancelled: at once when told, and after each pause anyway.
    package func run(lookingEvery pause: Duration = .seconds(Limits.mailPollSeconds)) async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in database.listen(OutboxQueries.channel) { wake.yield() } }
            group.addTask {
                while !Task.isCancelled {
                    wake.yield()
                    try? await Task.sleep(for: pause)
                }
            }
            group.addTask { for await _ in wakes { await drain() } }
            await group.waitForAll()
        }
    }

    private func drain() async {
        do {
            while try await self() > 0, !Task.isCancelled {}
        } catch is CancellationError {
        } catch {
            // The mails stay where they are: it is tried again with the next wake.
            logger.warning("the outbox cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// Sends some of what is due now.
    /// - Returns: how many were tried.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let now = world.now()
        let claimed = try await database.transaction(OutboxQueries.settings) { transaction in
            transaction.enqueue(OutboxQueries.clear())
            return try await transaction.run(
                OutboxQueries.claim(Limits.mailsAtOnce, at: now, until: now + .seconds(Limits.mailLeaseSeconds)))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for mail in claimed { group.addTask { try await settle(mail) } }
            try await group.waitForAll()
        }
        return claimed.count
    }

    private func settle(_ mail: ClaimedMail) async throws {
        let outcome = try await outcome(of: mail)
        try await database.transaction(OutboxQueries.settings) { transaction in transaction.enqueue(outcome) }
    }

    private func outcome(of mail: ClaimedMail) async throws -> Query<Void> {
        guard world.now() < mail.giveUpAt else { return given(up: mail, "it could not be sent in time") }
        guard let to = Mailbox(name: mail.recipientName, address: mail.recipient) else { return given(up: mail, "no address") }
        do {
            try await mailer.send(
                Message(
                    id: mail.id.uuid, from: from, to: to, subject: mail.subject, body: mail.body, writtenAt: mail.writtenAt))
            logger.info("mail sent", metadata: metadata(mail))
            return OutboxQueries.sent(mail.id, at: world.now())
        } catch MailFault.refused(let reason) {
            return given(up: mail, reason)
        } catch MailFault.notNow(let reason) {
            let next = world.now() + .seconds(Self.pauseSeconds(after: mail.tries))
            guard next < mail.giveUpAt else { return given(up: mail, reason) }
            logger.warning("mail not sent yet", metadata: metadata(mail, reason))
            return OutboxQueries.tryAgain(mail, because: reason, at: next)
        }
    }

    private func given(up mail: ClaimedMail, _ reason: String) -> Query<Void> {
        logger.error("mail given up", metadata: metadata(mail, reason))
        return OutboxQueries.giveUp(mail.id, because: reason, at: world.now())
    }

    /// Nothing of what it says, nor to whom: a log is read by more people than a mail.
    private func metadata(_ mail: ClaimedMail, _ reason: String? = nil) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["mail": "\(mail.id)", "kind": "\(mail.kind)", "try": "\(mail.tries)"]
        if let reason { metadata["reason"] = "\(reason)" }
        return metadata
    }

    /// One minute, two, four, … up to an hour.
    package static func pauseSeconds(after tries: Int) -> Int { min(3600, 60 << min(max(tries, 1) - 1, 6)) }
}
