/// What an import of an order history did.
package struct HistoryOutcome: Sendable, Equatable {
    package var lines = 0
    package var refusedLines = 0
    package var products = 0
    package var accounts = 0
    package var orders = 0
    package var returns = 0
    package var contracts = 0
    /// Orders and returns that had been imported before: they stay as they are.
    package var knownDocuments = 0

    package init() {}

    mutating func add(_ other: HistoryOutcome) {
        accounts += other.accounts
        orders += other.orders
        returns += other.returns
        contracts += other.contracts
        knownDocuments += other.knownDocuments
    }
}

/// How far an import is.
package enum ImportProgress: Sendable, Equatable {
    /// Bytes of the file as it is stored.
    case reading(Int, of: Int)
    /// Customers whose history is in the database.
    case writing(Int, of: Int)
}
