import Catalog
import Kernel

/// What the ledger says of a contract's new version.
struct PublishedContractData: Encodable {
    let number: String
    let name: String
    let version: Int
    let validFrom: LocalDate
    let validTo: LocalDate?
    let digest: Digest

    init(_ draft: ContractDraft, version: Int) {
        number = draft.number
        name = draft.name
        self.version = version
        validFrom = draft.validFrom
        validTo = draft.validTo
        digest = draft.digest
    }
}
