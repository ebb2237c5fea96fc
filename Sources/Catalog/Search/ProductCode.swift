/// A SKU or a part number as people type it: in any case, with or without what separates its parts.
struct ProductCode: Sendable {
    let text: String
    let ordinal: Int32
    let isSKU: Bool

    static func all(of rows: [CatalogRow]) -> [ProductCode] {
        var codes: [ProductCode] = []
        codes.reserveCapacity(rows.count * 2)
        for (ordinal, row) in rows.enumerated() {
            codes.append(ProductCode(text: normalized(row.sku), ordinal: Int32(ordinal), isSKU: true))
            if let number = row.manufacturerPartNumber {
                codes.append(ProductCode(text: normalized(number), ordinal: Int32(ordinal), isSKU: false))
            }
        }
        return codes.sorted { ($0.text, $0.ordinal) < ($1.text, $1.ordinal) }
    }

    /// Letters and digits, in lower case.
    static func normalized(_ text: String) -> String {
        String(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
