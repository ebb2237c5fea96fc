/// Why a file as a whole is not taken as an order history. Nothing of it is stored.
package enum HistoryFileRefusal: Error, Equatable, CustomStringConvertible {
    case empty
    case missingColumns([String])
    /// Two imports at once would both find the same orders missing.
    case anotherImportIsRunning

    package var description: String {
        switch self {
        case .empty: "the file is empty"
        case .missingColumns(let names): "the file's first line does not name the columns \(names.joined(separator: ", "))"
        case .anotherImportIsRunning: "another import is running on this database"
        }
    }
}

/// What went wrong while a history was written. The customers before are complete, this one is untouched; the import can be run again.
package enum HistoryFault: Error, CustomStringConvertible {
    /// The importer itself has lost something.
    case productMissing(String)
    case customerNotWritten(String, because: any Error)

    package var description: String {
        switch self {
        case .productMissing(let sku): "the product \(sku) is gone"
        case .customerNotWritten(let customer, let cause): "customer \(customer) could not be written: \(cause)"
        }
    }
}
