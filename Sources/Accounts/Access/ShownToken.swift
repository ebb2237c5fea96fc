import Cryptography
import FoundationEssentials
import Kernel

/// A token as it came: of which kind, and what it is looked up by.
struct ShownToken: Sendable, Hashable {
    enum Kind: Sendable { case session, apiKey }

    let kind: Kind
    let digest: Digest

    /// Nil for what is no token of ours that lets anybody in: the links in mails open something else.
    init?(_ bearer: String?) {
        guard let bearer, let token = Token(bearer) else { return nil }
        switch token.kind {
        case .session: kind = .session
        case .apiKey: kind = .apiKey
        case .invitation, .passwordReset: return nil
        }
        digest = token.digest
    }

    func credential(_ id: UUID) -> Credential {
        switch kind {
        case .session: .session(id)
        case .apiKey: .apiKey(id)
        }
    }
}
