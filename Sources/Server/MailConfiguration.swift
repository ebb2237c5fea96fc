import Configuration
package import Mail

/// Where mails go, as the operator has set it.
package struct MailConfiguration: Sendable {
    package let from: Mailbox
    /// Nil: mails are put into `directory`.
    package let server: SMTPServer?
    package let directory: String

    init(_ reader: ConfigReader, dataDirectory: String) throws {
        guard let from = Mailbox(reader.string(forKey: "mail.from", default: "Purveyor <purveyor@localhost>")) else {
            throw ConfigurationFault("mail.from is like Purveyor <no-reply@example.com>")
        }
        self.from = from
        directory = reader.string(forKey: "mail.directory", default: dataDirectory + "/mail")
        server = try reader.string(forKey: "smtp.host").map { try Self.server($0, reader) }
    }

    var mailer: any Mailer {
        if let server { SMTPMailer(server) } else { FileMailer(directory: directory) }
    }

    private static func server(_ host: String, _ reader: ConfigReader) throws -> SMTPServer {
        let standard: SMTPServer.Security = SMTPServer.isLoopback(host) ? .none : .starttls
        guard let security = SMTPServer.Security(rawValue: reader.string(forKey: "smtp.security", default: standard.rawValue)) else {
            throw ConfigurationFault("smtp.security is starttls, tls or none")
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".:-_".contains($0)) }) else {
            throw ConfigurationFault("smtp.host is the name or the address of a mail server")
        }
        let port = reader.int(forKey: "smtp.port", default: security == .tls ? 465 : 587)
        guard (1...65_535).contains(port) else { throw ConfigurationFault("smtp.port is a port: 1 to 65535") }
        return SMTPServer(
            host: host, port: port, security: security, user: reader.string(forKey: "smtp.user"),
            password: reader.string(forKey: "smtp.password", isSecret: true), authorities: reader.string(forKey: "smtp.ca.file"))
    }
}
