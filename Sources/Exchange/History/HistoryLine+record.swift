import Kernel

extension HistoryLine {
    /// Reads one record, or says everything that is wrong with it:
    /// - a customer is a number, perhaps written as a decimal (`17850.0`); without one there is no account to give the line to;
    /// - a document is an invoice (digits) or a credit (`C` and digits); the adjustments of the ledger (`A563185`) are neither;
    /// - an invoice's quantities are positive and a credit's negative; negative ones without a credit are stock written off;
    /// - a price is not negative. Zero is a gift, and part of the order.
    static func parse(
        _ record: CSVRecord, _ columns: HistoryColumns, currency: Currency
    ) -> Result<HistoryLine, RefusedLines> {
        guard record.fields.count == columns.count else {
            return .failure(
                RefusedLines([
                    RefusedLine(
                        line: record.line, column: "", reason: "\(record.fields.count) fields instead of \(columns.count)",
                        value: record.fields.first ?? "")
                ]))
        }
        var faults = RefusedLines([])
        func text(_ column: HistoryColumns.Column) -> String { columns.text(column, of: record) }
        func refuse(_ column: HistoryColumns.Column, _ reason: String) {
            faults.lines.append(RefusedLine(line: record.line, column: column.name, reason: reason, value: text(column)))
        }
        let customer = customerNumber(text(.customer))
        if customer == nil { refuse(.customer, text(.customer).isEmpty ? "no customer" : "not a customer number") }
        let document = text(.document)
        let isReturn = document.hasPrefix("C")
        if !isDigits(document.dropFirst(isReturn ? 1 : 0)) { refuse(.document, "neither an invoice nor a credit") }
        let sku = text(.sku).uppercased()
        if sku.isEmpty || sku.count > 40 { refuse(.sku, "not a stock code") }
        let quantity = Quantity(text(.quantity))
        switch quantity?.thousandths {
        case nil: refuse(.quantity, "not a quantity")
        case 0: refuse(.quantity, "zero")
        case let value? where (value < 0) != isReturn:
            refuse(.quantity, isReturn ? "a credit of a positive quantity" : "a negative quantity on an invoice")
        default: break
        }
        let price = Money(text(.unitPrice), currency)
        if price == nil { refuse(.unitPrice, "not a price with at most four decimals") }
        if let price, price.tenThousandths < 0 { refuse(.unitPrice, "a negative price") }
        let placedAt = WallTime(text(.placedAt))
        if placedAt == nil { refuse(.placedAt, "not a time like 2010-12-01 08:26:00") }
        guard faults.lines.isEmpty, let customer, let quantity, let price, let placedAt else { return .failure(faults) }
        let positive = Quantity(thousandths: abs(quantity.thousandths))
        guard (try? price.times(positive)) != nil else {
            refuse(.unitPrice, "times quantity is out of range")
            return .failure(faults)
        }
        return .success(
            HistoryLine(
                line: record.line, customer: customer, country: text(.country), document: document, isReturn: isReturn, sku: sku,
                name: text(.name), quantity: positive, unitPrice: price, placedAt: placedAt))
    }

    private static func customerNumber(_ text: String) -> String? {
        let number = text.hasSuffix(".0") ? text.dropLast(2) : text[...]
        return isDigits(number) ? String(number) : nil
    }

    private static func isDigits(_ text: Substring) -> Bool {
        (1...12).contains(text.utf8.count) && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

/// Everything that is wrong with one line.
struct RefusedLines: Error, Equatable {
    var lines: [RefusedLine]

    init(_ lines: [RefusedLine]) {
        self.lines = lines
    }
}

extension WallTime {
    /// Nil unless like `2010-12-01 08:26:00`, or with a T between day and time.
    init?(_ text: String) {
        var bytes = Array(text.utf8)
        guard bytes.count == 19, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T") else { return nil }
        bytes[10] = UInt8(ascii: "T")
        guard let instant = Instant(String(decoding: bytes, as: UTF8.self) + "Z") else { return nil }
        asUTC = instant
    }
}
