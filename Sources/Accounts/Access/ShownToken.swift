import Cryptography
import FoundationEssentials
import Kernel

/// A token as it came: of which kind, and what it is looked up by.
struct ShownToken: Sendable, Hashable {
    let kind: Token.Kind
    let digest: Digest

    /// Nil for what cannot be a token of ours.
    init?(_ bearer: String?) {
        guard let bearer, let token = Token(bearer) else { return nil }
        kind = token.kind
        digest = token.digest
    }

    func credential(_ id: UUID) -> Credential {
        switch kind {
        case .session: .session(id)
        case .apiKey: .apiKey(id)
        }
    }
}
