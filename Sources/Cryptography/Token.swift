package import Kernel

/// A secret that its bearer shows to be let in: 256 random bits behind a prefix that secret scanners can look for.
///
/// Only its digest is stored. It needs no salt and no slow hash: nobody guesses 256 bits.
package struct Token: Sendable {
    /// What a token is for, told by its prefix.
    package enum Kind: String, Sendable, CaseIterable {
        case session = "pvs_"
        case apiKey = "pvk_"
        case invitation = "pvi_"
        case passwordReset = "pvr_"
    }

    package let kind: Kind
    /// The secret itself: for the answer that hands it out, nowhere else.
    package let text: String

    package static func new(_ kind: Kind = .session, random: (Int) -> [UInt8] = SecureRandom.bytes) -> Token {
        Token(kind: kind, text: kind.rawValue + Base64.url.encode(random(32)))
    }

    /// What a caller sent; nil when it cannot be a token of ours, which saves asking the database.
    package init?(_ text: some StringProtocol) {
        guard let kind = Kind.allCases.first(where: { text.hasPrefix($0.rawValue) }),
            Base64.url.decode(text.dropFirst(kind.rawValue.count))?.count == 32
        else { return nil }
        self.init(kind: kind, text: String(text))
    }

    private init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// What is stored and looked up.
    package var digest: Digest { SHA256.digest(text) }
}

extension Token: CustomStringConvertible, CustomReflectable {
    /// Never the secret: descriptions end up in logs.
    package var description: String { kind.rawValue + "…" }
    package var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
