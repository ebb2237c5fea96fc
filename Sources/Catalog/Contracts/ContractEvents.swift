import Kernel

/// What the ledger says of a contract's new version, and of the one that counted before.
package struct PublishedContractData: Encodable, Sendable {
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
    let digest: Digest
    let before: Days?

    package init(_ draft: ContractDraft, version: Int) {
        self.init(draft, version: version, before: nil)
    }

    init(_ draft: ContractDraft, version: Int, before: ContractRecord.Version?) {
        number = draft.number
        name = draft.name
        self.version = version
        validFrom = draft.validFrom
        validTo = draft.validTo
        digest = draft.digest
        self.before = before.map { Days(version: $0.number, validFrom: $0.validFrom, validTo: $0.validTo) }
    }
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
