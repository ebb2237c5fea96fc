/// Where the columns of an order history stand, after its header.
struct HistoryColumns: Equatable {
    static let names = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]

    private let indexes: [Int]
    let count: Int

    /// - Throws: `HistoryFileRefusal.missingColumns`. Columns that are not ours may stand among them.
    init(header: CSVRecord) throws(HistoryFileRefusal) {
        let names = header.fields.map { $0.trimmingBlanks() }
        let missing = Self.names.filter { !names.contains($0) }
        guard missing.isEmpty else { throw .missingColumns(missing) }
        indexes = Self.names.compactMap { names.firstIndex(of: $0) }
        count = names.count
    }

    enum Column: Int {
        case document, sku, name, quantity, placedAt, unitPrice, customer, country

        var name: String { HistoryColumns.names[rawValue] }
    }

    func text(_ column: Column, of record: CSVRecord) -> String {
        record.fields[indexes[column.rawValue]].trimmingBlanks()
    }
}

extension String {
    func trimmingBlanks() -> String {
        guard let first = utf8.first, let last = utf8.last, first <= 32 || last <= 32 else { return self }
        let start = utf8.firstIndex { $0 > 32 } ?? utf8.endIndex
        let end = utf8.lastIndex { $0 > 32 }.map { utf8.index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
