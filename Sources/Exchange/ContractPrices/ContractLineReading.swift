import Catalog
import Kernel

/// Reads one line of a file of contract rules. What cannot be read is noted by column, all of it; whether what was read is right is the
/// contract's check to say.
struct ContractLineReading {
    private let record: CSVRecord
    private(set) var faults: [RefusedLine] = []
    /// Refused for what it is, whatever stands in it.
    private var isUnread = false
    private var fields: [ContractColumns.Column: String] = [:]

    init(_ record: CSVRecord, _ columns: ContractColumns) {
        self.record = record
        if let fault = RefusedRows.fault(of: record, columns: columns.columns.count, refused: columns.refusedPlace) {
            faults.append(fault)
            isUnread = true
            // Its fields say still which rule it belongs to.
            guard record.fields.count == columns.columns.count else { return }
        }
        for (column, text) in zip(columns.columns, record.fields) where column != .refused {
            let text = CSVText.unguarded(text.trimmingBlanks())
            guard !text.isEmpty else { continue }
            let shown = String(text.prefix(100).filter { !$0.unicodeScalars.contains(where: \.isForbiddenInText) })
            if text.unicodeScalars.contains(where: \.isForbiddenInText) {
                refuse(column, "control characters are not allowed", shown)
            } else if text.count > Limits.nameCharacters {
                refuse(column, "at most \(Limits.nameCharacters) characters are allowed", shown)
            } else {
                fields[column] = text
            }
        }
    }

    /// Broken where something could not be read; what could be is there all the same.
    mutating func line(_ known: StageContractLines.Known) -> ContractLine {
        let written = fields[.contract] ?? ""
        let (contract, currency) = known.contract(numbered: written) ?? (written, nil)
        if contract.isEmpty { refuse(.contract, "the number of a contract is needed", "") }
        let kind = kind()
        let selector = selector(of: kind)
        refuseStrangers(of: kind)
        let priority = integer(.priority, 0...1_000_000) ?? 0
        let isCumulative = flag(.cumulative) ?? false
        let from = quantity(.fromQuantity, isZeroAllowed: true)
        let price = price(currency)
        let (minimum, maximum, multiple) = (quantity(.minimum), quantity(.maximum), quantity(.multiple))
        return ContractLine(
            line: record.line, contract: contract, kind: kind, selector: selector, value: fields[.value], priority: priority,
            isCumulative: isCumulative, from: from, price: price, percent: fields[.percent], minimum: minimum, maximum: maximum,
            multiple: multiple, isBroken: !faults.isEmpty)
    }

    private mutating func kind() -> String {
        // As the files of Catalogs/ have it.
        let kind = fields[.kind] == "costFree" ? "free" : fields[.kind] ?? ""
        if !ContractLine.kinds.contains(kind) {
            refuse(.kind, "one of \(ContractLine.kinds.joined(separator: ", ")) is needed", kind)
        }
        return kind
    }

    private mutating func selector(of kind: String) -> String {
        let selector = fields[.selector] ?? ""
        let lists = ["include", "exclude"].contains(kind) ? ["list"] : []
        let selectors = ["product", "category", "manufacturer", "everything"] + lists
        if !selectors.contains(selector) { refuse(.selector, "one of \(selectors.joined(separator: ", ")) is needed", selector) }
        return selector
    }

    /// What a line of its kind has no use for is refused, and not read over: it was meant for something.
    private mutating func refuseStrangers(of kind: String) {
        let own: Set<ContractColumns.Column> =
            switch kind {
            case "include", "exclude": []
            case "quantity": [.minimum, .maximum, .multiple]
            // A price where a discount is, and the other way round, the check finds.
            case "fixed", "discount", "free": [.priority, .cumulative, .fromQuantity, .amount, .currency, .percent]
            default: Set(ContractColumns.Column.allCases)
            }
        for column in ContractColumns.Column.allCases where ![.contract, .kind, .selector, .value].contains(column) {
            if let text = fields[column], !own.contains(column) { refuse(column, "a line of kind \(kind) has no \(column.rawValue)", text) }
        }
    }

    private mutating func price(_ agreed: Currency?) -> Money? {
        var currency = agreed
        if let text = fields[.currency] {
            currency = Currency(text)
            if currency == nil { refuse(.currency, "a currency's code is needed", text) }
        }
        // A contract that there is not is told by itself.
        guard let text = fields[.amount] else { return nil }
        let price = Money(text, currency ?? .noCurrency)
        if price == nil { refuse(.amount, "digits with at most four decimals are needed", text) }
        return price
    }

    private mutating func quantity(_ column: ContractColumns.Column, isZeroAllowed: Bool = false) -> Quantity? {
        guard let text = fields[column] else { return nil }
        let quantity = Quantity(text).flatMap { $0.thousandths > 0 || (isZeroAllowed && $0.thousandths == 0) ? $0 : nil }
        if quantity == nil { refuse(column, "a quantity above zero with at most three decimals is needed", text) }
        return quantity
    }

    private mutating func integer(_ column: ContractColumns.Column, _ range: ClosedRange<Int>) -> Int? {
        guard let text = fields[column] else { return nil }
        let number = Int(text).flatMap { range.contains($0) ? $0 : nil }
        if number == nil { refuse(column, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed", text) }
        return number
    }

    private mutating func flag(_ column: ContractColumns.Column) -> Bool? {
        guard let text = fields[column] else { return nil }
        let flag = Bool(text.lowercased())
        if flag == nil { refuse(column, "true or false is needed", text) }
        return flag
    }

    private mutating func refuse(_ column: ContractColumns.Column, _ reason: String, _ value: String) {
        guard !isUnread else { return }
        faults.append(RefusedLine(line: record.line, column: column.rawValue, reason: reason, value: value))
    }
}
