/// What the columns of a file of contract rules are, by its header (docs/imports.md).
struct ContractColumns: Sendable {
    enum Column: String, Sendable, CaseIterable {
        case contract, kind, selector, value, priority, cumulative, fromQuantity, amount, currency, percent, minimum, maximum, multiple
        /// Why the line was refused before (`RefusedRows`): nothing of the contract.
        case refused
    }

    let columns: [Column]
    /// Where the column `refused` stands.
    let refusedPlace: Int?

    /// - Throws: `ImportFileRefusal` with every column that is none, is there twice, or is missing.
    init(header: [String]) throws(ImportFileRefusal) {
        (_, columns) = try ImportHeader.read(header, required: ["contract", "kind", "selector"]) { Column(rawValue: $0) }
        refusedPlace = columns.firstIndex(of: .refused)
    }

    /// Whether the file has been written with what an import has refused, so that the rest is there already.
    var isOfRefused: Bool { refusedPlace != nil }
}
