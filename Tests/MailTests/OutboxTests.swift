import FoundationEssentials
import Kernel
import Mail
import Persistence
import Postgres
import PurveyorTesting
import Synchronization
import Testing

/// The outbox over a real database, to a real mail server.
@Suite(.database, .endsSometime) struct OutboxTests {
    private let clock = TestClock()
    private var world: World { clock.world }
    private var database: Database { TestDatabase.current.service }
    private var owner: Database { TestDatabase.current.owner }

    private func mail(_ name: String = "Ana", usefulFor duration: Duration = .seconds(7 * 86_400)) throws -> OutgoingMail {
        OutgoingMail(
            id: world.newID(), kind: "invitation", to: try #require(Mailbox(name: name, address: "\(name.lowercased())@acme.example")),
            subject: "For \(name)", body: "The secret of \(name)", usefulUntil: clock.now + duration)
    }

    private func post(_ mails: OutgoingMail...) async throws {
        try await database.transaction([]) { transaction in
            for mail in mails { transaction.enqueue(OutboxQueries.post(mail, at: clock.now)) }
        }
    }

    private func sender(_ host: SMTPHost) -> SendMails { SendMails.testing(database, SMTPMailer(SMTPMailerTests.server(host)), world) }

    private func contents() async throws -> Int {
        try await owner.query(Query.one("SELECT count(*) FROM mail_contents") { try $0.next(Int.self) })
    }

    private func outcomes() async throws -> [String] {
        try await owner.query(
            .all(
                """
                SELECT CASE WHEN m.sent_at IS NOT NULL THEN 'sent' WHEN m.given_up_at IS NOT NULL THEN 'given up' ELSE 'waiting' END
                    || ' after ' || m.tries || coalesce(': ' || m.last_failure, '')
                FROM mails AS m ORDER BY m.created_at, m.id
                """
            ) { try $0.next(String.self) })
    }

    @Test func `what a transaction posts is sent after it, once, and forgotten; what it takes back is not`() async throws {
        let host = SMTPHost()
        struct Undone: Error {}
        try await post(try mail())
        await #expect(throws: Undone.self) {
            try await database.transaction([]) { transaction in
                transaction.enqueue(OutboxQueries.post(try mail("Ben"), at: clock.now))
                try await transaction.flush()
                throw Undone()
            }
        }
        #expect(try await sender(host)() == 1)
        #expect(try await sender(host)() == 0)
        clock.advance(by: .seconds(86_400))
        #expect(try await sender(host)() == 0)
        #expect(host.deliveries.map(\.to) == [["ana@acme.example"]])
        #expect(try await outcomes() == ["sent after 1"])
        #expect(try await contents() == 0)
    }

    @Test func `a 4xx is tried again after growing pauses until the mail is of no use, and then given up`() async throws {
        let host = SMTPHost()
        try await post(try mail(usefulFor: .seconds(600)))
        var pauses: [Int] = []
        var waited = 0
        for _ in 1...1000 {
            host.next(at: .recipient, .answers("450 4.2.1 Mailbox busy"))
            let tried = try await sender(host)()
            if tried > 0 {
                pauses.append(waited)
                waited = 0
            }
            clock.advance(by: .seconds(10))
            waited += 10
        }
        #expect(pauses == [0, 60, 120, 240])
        let outcome = try #require(try await outcomes().first)
        #expect(outcome.hasPrefix("given up after 4: "))
        #expect(outcome.hasSuffix("450 4.2.1"), "the codes, and not the words, which name the recipient")
        #expect(try await contents() == 0)
        #expect(host.deliveries.isEmpty)
    }

    @Test func `a server that is back gets what waited for it`() async throws {
        let host = SMTPHost()
        try await post(try mail())
        host.next(at: .greeting, .hangsUp)
        #expect(try await sender(host)() == 1)
        #expect(host.deliveries.isEmpty)
        clock.advance(by: .seconds(60))
        #expect(try await sender(host)() == 1)
        #expect(host.deliveries.count == 1)
        #expect(try await outcomes() == ["sent after 2"])
    }

    @Test func `a 5xx ends that mail and no other, and says why`() async throws {
        let host = SMTPHost()
        host.next(at: .recipient, .answers("550 5.1.1 Nobody of that name"))
        try await post(try mail())
        try await sender(host)()
        clock.advance(by: .seconds(1))
        try await post(try mail("Ben"))
        try await sender(host)()
        clock.advance(by: .seconds(86_400))
        #expect(try await sender(host)() == 0)
        let outcomes = try await outcomes()
        #expect(outcomes[0].hasPrefix("given up after 1: ") && outcomes[0].hasSuffix("550 5.1.1"))
        #expect(outcomes[1] == "sent after 1")
        #expect(try await contents() == 0)
    }

    /// Sends, and dies before anybody learns of it.
    private struct DiesAfterSending: Mailer {
        let mailer: any Mailer

        func send(_ message: Message) async throws {
            try await mailer.send(message)
            throw CancellationError()
        }
    }

    @Test func `a worker that dies after sending leaves the mail to the next, who sends it again as the same one`() async throws {
        let host = SMTPHost()
        try await post(try mail())
        let dying = SendMails.testing(database, DiesAfterSending(mailer: SMTPMailer(SMTPMailerTests.server(host))), world)
        await #expect(throws: CancellationError.self) { try await dying() }
        #expect(host.deliveries.count == 1)
        #expect(try await sender(host)() == 0, "it may live yet")
        clock.advance(by: .seconds(Limits.mailLeaseSeconds))
        #expect(try await sender(host)() == 1)
        #expect(host.deliveries.count == 2)
        #expect(Set(host.deliveries.compactMap { ReadMail($0.content)?.messageID }).count == 1)
        #expect(try await outcomes() == ["sent after 2"])
        #expect(Limits.mailLeaseSeconds > SMTPServer(host: "", port: 1, security: .none).sendSeconds * 2)
    }

    @Test func `any number of workers send each mail once`() async throws {
        let host = SMTPHost()
        for number in 1...40 { try await post(try mail("Person\(number)")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                let sender = sender(host)
                group.addTask { while try await sender() > 0 {} }
            }
            try await group.waitForAll()
        }
        #expect(host.deliveries.count == 40)
        #expect(Set(host.deliveries.flatMap(\.to)).count == 40)
        #expect(try await outcomes() == Array(repeating: "sent after 1", count: 40))
    }

    @Test func `a worker that runs hears of a mail at once`() async throws {
        let host = SMTPHost()
        let (first, second) = (try mail(), try mail("Ben"))
        await withTaskGroup(of: Void.self) { group in
            let sender = sender(host)
            group.addTask { await sender.run(lookingEvery: .seconds(86_400)) }
            var arrivals = host.arrivals.makeAsyncIterator()
            try? await post(first)
            #expect(await arrivals.next()?.to == ["ana@acme.example"])
            // It has looked by now, and looks again by itself only tomorrow.
            try? await post(second)
            #expect(await arrivals.next()?.to == ["ben@acme.example"])
            group.cancelAll()
        }
    }

    @Test func `whoever posts a mail cannot read it, nor touch what becomes of it`() async throws {
        try await post(try mail())
        let seen = try await database.query(
            Query.one("SELECT (SELECT count(*) FROM mail_contents) + (SELECT count(*) FROM mails)") { try $0.next(Int.self) })
        #expect(seen == 0)
        let account = AccountScope(account: world.newUUID(), person: world.newUUID()).settings
        let changed = try await database.transaction(account) { transaction in
            try await transaction.run(
                Query<Int>("UPDATE mails SET given_up_at = created_at") { $0.affected },
                Query<Int>("DELETE FROM mail_contents") { $0.affected })
        }
        #expect(changed == (0, 0))
        await #expect(throws: PostgresError.self) {
            try await database.query(
                Query<Void>(
                    """
                    INSERT INTO mails (id, kind, created_at, next_try_at, give_up_at, tries)
                    VALUES (gen_random_uuid(), 'invitation', '2026-01-01', '2026-01-01', '2026-01-02', 3)
                    """))
        }
        #expect(try await contents() == 1)
    }

    @Test func `for development each mail is a file that nobody else reads`() async throws {
        let directory = "/tmp/purveyor-mail-\(world.newUUID())-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let message = try SMTPMailerTests.message()
        for _ in 1...2 { try await FileMailer(directory: directory).send(message) }
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files == ["01020304-0506-0708-090a-0b0c0d0e0f10.eml"])
        let path = "\(directory)/\(files[0])"
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == message.bytes)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        await #expect(throws: MailFault.self) { try await FileMailer(directory: path + "/below").send(message) }
    }
}
