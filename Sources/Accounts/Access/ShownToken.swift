import Cryptography
import FoundationEssentials
import Kernel

/// A token as it came: of which kind, and what it is looked up by.
struct ShownToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case session, apiKey
        /// No token at all: somebody who was let in, and whose act is carried out later. What they may do is what holds then.
        case later(person: PersonID, session: UUID)
    }

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

    private init(kind: Kind) {
        self.kind = kind
        digest = SHA256.digest("")
    }

    static func later(_ person: PersonID, session: UUID) -> ShownToken { ShownToken(kind: .later(person: person, session: session)) }

    var isForEverything: Bool { kind != .apiKey }

    func credential(_ id: UUID) -> Credential {
        switch kind {
        case .session, .later: .session(id)
        case .apiKey: .apiKey(id)
        }
    }
}
