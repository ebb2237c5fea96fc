import FoundationEssentials
import Kernel
import Mail
import PurveyorTesting
import Testing

/// Against a mail server on loopback.
@Suite(.endsSometime) struct SMTPMailerTests {
    static func message(_ body: String = "Hello", number: UInt8 = 1) throws -> Message {
        Message(
            id: UUID(uuid: (number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
            from: try #require(Mailbox("Purveyor <no-reply@portal.example>")),
            to: try #require(Mailbox(name: "Zoë 猫", address: "ana@acme.example")), subject: "邀请 from Zoë", body: body,
            writtenAt: Instant(microseconds: 1_781_517_600_000_000))
    }

    static func server(_ host: SMTPHost, user: String? = nil, password: String? = nil) -> SMTPServer {
        SMTPServer(host: "127.0.0.1", port: host.port, security: .none, user: user, password: password)
    }

    private func fault(_ host: SMTPHost, _ server: SMTPServer? = nil) async throws -> MailFault? {
        do {
            try await SMTPMailer(server ?? Self.server(host)).send(try Self.message())
            return nil
        } catch let fault as MailFault {
            return fault
        }
    }

    @Test func `a mail arrives byte for byte, with its subject, its umlauts and its dots`() async throws {
        let host = SMTPHost()
        let body = "Grüße,\n.\n..\n.a line that begins with a dot\n\n" + String(repeating: "猫 and dog ", count: 40) + "\n."
        let message = try Self.message(body)
        try await SMTPMailer(Self.server(host)).send(message)
        let delivery = try #require(host.deliveries.first)
        #expect(host.deliveries.count == 1)
        #expect(delivery.from == "no-reply@portal.example")
        #expect(delivery.to == ["ana@acme.example"])
        #expect(delivery.content == message.bytes)
        let mail = try #require(ReadMail(delivery.content))
        #expect(mail.subject == "邀请 from Zoë")
        #expect(mail.recipientName == "Zoë 猫")
        #expect(mail.body == body + "\n")
    }

    @Test(arguments: ["PLAIN", "LOGIN", "PLAIN LOGIN"])
    func `it signs in where the server asks for it; a wrong password is the operator's to mend, not the mail's end`(
        _ mechanisms: String
    ) async throws {
        let host = SMTPHost(login: (mechanisms, "portal", "s3cret \"word\""))
        try await SMTPMailer(Self.server(host, user: "portal", password: "s3cret \"word\"")).send(try Self.message())
        #expect(host.deliveries.count == 1)
        guard case .notNow? = try await fault(host, Self.server(host, user: "portal", password: "wrong")) else {
            Issue.record("a wrong password must be tried again")
            return
        }
        #expect(host.deliveries.count == 1)
    }

    @Test(arguments: [SMTPHost.Step.mail, .recipient, .data, .content])
    func `a mail that the server refuses for good is refused, one that it refuses for now is not`(_ step: SMTPHost.Step) async throws {
        let host = SMTPHost()
        host.next(at: step, .answers("550 5.1.1 <ana@acme.example>: nobody of that name"))
        guard case .refused(let reason)? = try await fault(host) else {
            Issue.record("5xx at \(step) must refuse")
            return
        }
        #expect(reason.hasSuffix(": 550 5.1.1"), "\(reason): the codes, and not the words, which name the recipient")
        host.next(at: step, .answers("451 4.7.1 Later, please"))
        guard case .notNow? = try await fault(host) else {
            Issue.record("4xx at \(step) must be tried again")
            return
        }
        #expect(host.deliveries.isEmpty)
    }

    @Test(arguments: [SMTPHost.Step.greeting, .ehlo, .mail, .recipient, .data, .content])
    func `a server that hangs up, or is away, is tried again`(_ step: SMTPHost.Step) async throws {
        let host = SMTPHost()
        host.next(at: step, .hangsUp)
        guard case .notNow? = try await fault(host) else {
            Issue.record("hanging up at \(step) must be tried again")
            return
        }
        host.next(at: .greeting, .answers("554 No service here"))
        guard case .notNow? = try await fault(host) else {
            Issue.record("a refused connection says nothing of the mail")
            return
        }
        let nobody = SMTPServer(host: "127.0.0.1", port: 1, security: .none)
        guard case .notNow? = try await fault(host, nobody) else {
            Issue.record("an absent server must be tried again")
            return
        }
    }

    @Test func `a server that stands still is given up in time`() async throws {
        let host = SMTPHost()
        host.next(at: .data, .standsStill)
        var hasty = Self.server(host)
        hasty.sendSeconds = 1
        guard case .notNow? = try await fault(host, hasty) else {
            Issue.record("standing still must be tried again")
            return
        }
        #expect(host.deliveries.isEmpty)
    }

    @Test func `nobody waits for a server that stands still once the sender is told to end`() async throws {
        let host = SMTPHost()
        host.next(at: .content, .standsStill)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await SMTPMailer(Self.server(host)).send(try Self.message())
                    return false
                } catch {
                    return error is CancellationError
                }
            }
            for await _ in host.standstills.prefix(1) {}
            group.cancelAll()
            #expect(await group.next() == true)
        }
        #expect(host.deliveries.isEmpty)
    }

    @Test func `where TLS is asked for nothing goes out in the clear`() async throws {
        let host = SMTPHost(login: ("PLAIN", "portal", "secret"))
        for security in [SMTPServer.Security.starttls, .tls] {
            var server = Self.server(host, user: "portal", password: "secret")
            server.security = security
            server.sendSeconds = 2
            guard case .notNow? = try await fault(host, server) else {
                Issue.record("\(security) without TLS must not send")
                return
            }
        }
        #expect(host.deliveries.isEmpty)
        #expect(!host.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }
}
