package import Kernel
import Logging
package import Mail
package import Postgres
import Synchronization

/// Where a test's mails arrive, without a network: for what is about what they say, and not about how they travel.
package final class Postbox: Mailer {
    private let arrived = Mutex<[Message]>([])

    package init() {}

    package func send(_ message: Message) async throws { arrived.withLock { $0.append(message) } }

    package var messages: [Message] { arrived.withLock { $0 } }

    /// Sends what the outbox holds, and takes out what has come since the last time.
    package func collect(from database: Database, world: World) async throws -> [Message] {
        while try await SendMails.testing(database, self, world)() > 0 {}
        return arrived.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

extension SendMails {
    package static func testing(_ database: Database, _ mailer: any Mailer, _ world: World) -> SendMails {
        guard let from = Mailbox("Purveyor <no-reply@portal.example>") else { preconditionFailure("an address") }
        return SendMails(
            database: database, mailer: mailer, from: from, world: world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

extension Message {
    /// What stands behind `#` in its link.
    package var secret: String? {
        body.split(whereSeparator: \.isNewline).first { $0.contains("#pv") }?.split(separator: "#").last.map(String.init)
    }
}
