import Cryptography
import Kernel

/// What the link of an invitation holds: its secret, and the account beside it, so that looking it up needs no way round row security.
package struct InvitationCode: Sendable {
    package let account: AccountID
    let token: Token

    init(account: AccountID, token: Token = .new(.invitation)) {
        self.account = account
        self.token = token
    }

    /// `pvi_….0197737c-…`; nil when it cannot be one of ours.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let token = Token(parts[0]), token.kind == .invitation, let account = AccountID(parts[1]) else {
            return nil
        }
        self.init(account: account, token: token)
    }

    var text: String { "\(token.text).\(account)" }
}
