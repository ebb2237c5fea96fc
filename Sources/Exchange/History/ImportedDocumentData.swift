import Kernel

/// What the ledger says of an order or a return that was brought in.
struct ImportedDocumentData: Encodable {
    /// Ours; returns have none.
    let number: String?
    /// The invoice's or the credit's number in the system it came from.
    let externalId: String
    let total: Money
    let lineCount: Int
}
