import Cryptography

/// The links that mails hold, to the pages on which people answer them. The secret stands behind `#`: no browser sends that to a server, so
/// that it stands in nobody's log.
package struct PortalLinks: Sendable {
    private let base: String

    /// - Parameter url: of the portal that people see: `https://portal.example.com`.
    package init(url: String) {
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    func invitation(_ code: InvitationCode) -> String { "\(base)/invitation#\(code.text)" }
    func passwordReset(_ token: Token) -> String { "\(base)/password#\(token.text)" }
}
