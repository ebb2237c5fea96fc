/// The mail server that takes the service's mails, as its operator has set it.
package struct SMTPServer: Sendable, Equatable {
    package enum Security: String, Sendable, CaseIterable {
        /// Plain text at first, then TLS, or no mail (RFC 3207).
        case starttls
        /// TLS from the first byte (RFC 8314).
        case tls
        /// For a server on this machine, or a network that the operator trusts.
        case none
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var user: String?
    package var password: String?
    /// A file of certificates to trust instead of the system's.
    package var authorities: String?
    package var connectSeconds = 10
    /// For all of one mail. Must end before the outbox lends the mail to somebody else.
    package var sendSeconds = 30

    package init(
        host: String, port: Int, security: Security, user: String? = nil, password: String? = nil, authorities: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.authorities = authorities
    }

    package static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    var url: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)"
    }
}
