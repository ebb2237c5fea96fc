package import FoundationEssentials
package import Kernel

/// One entry of an account's ledger, as it stands for good.
package struct Event: Sendable, Equatable {
    package let account: UUID
    /// 1, 2, 3, … in the account, without a gap.
    package let sequence: Int
    package let id: UUID
    package let kind: String
    package let subjectKind: String
    package let subject: UUID
    package let actor: UUID?
    package let actorName: String?
    package let onBehalfOf: UUID?
    /// Of the member for whom the actor acted.
    package let onBehalfOfName: String?
    package let at: Instant
    /// JSON object text, to the byte as it was hashed.
    package let data: String
    package let previousHash: [UInt8]
    package let hash: [UInt8]

    package init(
        account: UUID, sequence: Int, id: UUID, kind: String, subjectKind: String, subject: UUID, actor: UUID?, actorName: String?,
        onBehalfOf: UUID?, onBehalfOfName: String? = nil, at: Instant, data: String, previousHash: [UInt8], hash: [UInt8]
    ) {
        self.account = account
        self.sequence = sequence
        self.id = id
        self.kind = kind
        self.subjectKind = subjectKind
        self.subject = subject
        self.actor = actor
        self.actorName = actorName
        self.onBehalfOf = onBehalfOf
        self.onBehalfOfName = onBehalfOfName
        self.at = at
        self.data = data
        self.previousHash = previousHash
        self.hash = hash
    }
}
