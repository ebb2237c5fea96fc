import Kernel

/// What the ledger says of a contract's new version, and of the one that counted before.
struct PublishedContractData: Encodable, Sendable {
    struct Days: Encodable, Sendable {
        let version: Int
        let validFrom: LocalDate
        let validTo: LocalDate?
    }

    let number: String
    let name: String
    let version: Int
    let validFrom: LocalDate
    let validTo: LocalDate?
    /// Of the rules and what they say together with days and payment terms.
    let digest: Digest
    /// Of all that was agreed, as `contractDrafted` has it.
    let content: Digest
    let before: Days?

    init(_ draft: ContractDraft, version: Int, content: Digest, before: ContractRecord.Version?) {
        number = draft.number
        name = draft.name
        self.version = version
        validFrom = draft.validFrom
        validTo = draft.validTo
        digest = draft.digest
        self.content = content
        self.before = before.map { Days(version: $0.number, validFrom: $0.validFrom, validTo: $0.validTo) }
    }
}

/// Names that other rooms know events of contracts by.
package enum ContractEventKind {
    static let drafted = "contractDrafted"
    static let draftDiscarded = "contractDraftDiscarded"
    /// What they tell of is not agreed, and the customer knows nothing of it.
    package static let ofDrafts = [drafted, draftDiscarded]
}

/// What the ledger says of a draft: who works on which contract. Its content is nobody's price yet.
struct ContractDrafted: Encodable, Sendable {
    let number: String
    let name: String
    let validFrom: LocalDate
    let validTo: LocalDate?
    /// Of the content before and now.
    let from: Digest?
    let to: Digest
}

/// The draft is gone; the digest says which content it was.
struct ContractDraftDiscarded: Encodable, Sendable {
    let number: String
    let name: String
    let validFrom: LocalDate
    let validTo: LocalDate?
    let from: Digest
}

struct ContractTerminated: Encodable, Sendable {
    struct End: Encodable, Sendable {
        let endsOn: LocalDate?
    }

    let number: String
    let from: End
    let to: End
}
