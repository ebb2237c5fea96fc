import Mail
import PurveyorTesting
import Testing

@Suite(.enabled(if: TLSFront.isPossible), .endsSometime) struct MailTLSTests {
    private func server(_ front: borrowing TLSFront, _ atOnce: Bool) -> SMTPServer {
        SMTPServer(
            host: "localhost", port: front.port, security: atOnce ? .tls : .starttls, user: "portal", password: "secret",
            authorities: front.authority)
    }

    @Test(arguments: [false, true]) func `over TLS it signs in and sends, to a server that is who it says`(_ atOnce: Bool) async throws {
        let host = SMTPHost(login: ("PLAIN", "portal", "secret"))
        let front = try TLSFront(atOnce ? .atOnce : .smtp, before: .port(host.port))
        try await SMTPMailer(server(front, atOnce)).send(try SMTPMailerTests.message())
        #expect(host.deliveries.count == 1)
    }

    @Test(arguments: [false, true]) func `a server whose certificate nobody vouches for, or for another name, gets nothing`(
        _ atOnce: Bool
    ) async throws {
        let host = SMTPHost(login: ("PLAIN", "portal", "secret"))
        let front = try TLSFront(atOnce ? .atOnce : .smtp, before: .port(host.port))
        var unknown = server(front, atOnce)
        unknown.authorities = nil
        var misnamed = server(front, atOnce)
        misnamed.host = "127.0.0.1"
        for server in [unknown, misnamed] {
            await #expect(throws: MailFault.self) { try await SMTPMailer(server).send(try SMTPMailerTests.message()) }
        }
        #expect(host.deliveries.isEmpty)
        #expect(!host.commands.contains { $0.hasPrefix("AUTH") })
    }
}
