import Catalog
import Kernel

/// Reads one line of a product file; what is wrong with it is noted by column, all of it.
struct ProductLine {
    private let record: CSVRecord
    private let columns: ProductColumns
    private(set) var faults: [RefusedLine] = []
    private var fields: [String: String] = [:]
    private var names: [String: String] = [:]
    private var descriptions: [String: String] = [:]
    private var listPrices: [Money] = []
    private var attributes: [String: String] = [:]
    private var addresses: [ProductDraft.Document.Kind: [String]] = [:]
    private var titles: [ProductDraft.Document.Kind: [String: String]] = [:]

    init(_ record: CSVRecord, _ columns: ProductColumns) {
        self.record = record
        self.columns = columns
        if let fault = RefusedRows.fault(of: record, columns: columns.columns.count, refused: columns.refusedPlace) {
            faults.append(fault)
            return
        }
        for (place, (column, text)) in zip(columns.columns, record.fields).enumerated() where !text.isEmpty && column != .note {
            let text = CSVText.unguarded(text.trimmingBlanks())
            guard !text.isEmpty else { continue }
            if let fault = column.fault(with: text) {
                refuse(
                    columns.names[place], fault, String(text.prefix(100).filter { !$0.unicodeScalars.contains(where: \.isForbiddenInText) })
                )
                continue
            }
            switch column {
            case .field(let name): fields[name] = text
            case .name(let language): names[language] = text
            case .description(let language): descriptions[language] = text
            case .attribute(let name): attributes[name] = text
            case .document(let kind): addresses[kind] = text.split(separator: " ").map(String.init)
            case .documentTitle(let kind, let language): titles[kind, default: [:]][language] = text
            case .note: break
            case .listPrice(let currency):
                guard let price = Money(text, currency) else {
                    refuse("listPrice.\(currency)", "digits with at most four decimals are needed", text)
                    continue
                }
                if let flaw = ProductDraft.flaw(ofListPrice: price) { refuse("listPrice.\(currency)", flaw.detail.text, text) }
                listPrices.append(price)
            }
        }
    }

    /// What it says of itself and of another line, right or wrong.
    var unreadable: StageProducts.Line { .unreadable(sku: fields["sku"], successor: fields["successor"], line: record.line) }

    var number: Int { record.line }

    /// What stands in a column; for the report.
    func text(of column: String) -> String? {
        columns.names.firstIndex(of: column).flatMap { record.fields.indices.contains($0) ? record.fields[$0] : nil }
    }

    /// The product; nil where something is wrong.
    mutating func draft(_ known: StageProducts.Known) -> ProductDraft? {
        guard faults.isEmpty else { return nil }
        let sku = fields["sku"] ?? ""
        if !ProductDraft.isSKU(sku) { refuse("sku", "letters, digits, hyphens, full stops and underscores are needed, at most 40", sku) }
        if names["en"] == nil { refuse("name.en", "an English name is needed", "") }
        if !descriptions.isEmpty, descriptions["en"] == nil { refuse("description.en", "an English description is needed", "") }
        let kind = word("kind", of: Product.Kind.self) ?? .item
        let status = word("status", of: Product.Status.self) ?? .active
        let days = fields["leadTimeDays"].flatMap { text in
            let days = Int(text).flatMap { (0...3650).contains($0) ? $0 : nil }
            if days == nil { refuse("leadTimeDays", "a whole number from 0 to 3650 is needed", text) }
            return days
        }
        let (from, until) = (day("availableFrom"), day("lastBuyUntil"))
        let images = (fields["image"] ?? "").split(separator: " ").map { ProductDraft.Image(url: String($0)) }
        for image in images where !image.url.hasPrefix("https://") && !image.url.hasPrefix("http://") {
            refuse("image", "an address that begins with https:// is needed", image.url)
        }
        if images.count > ProductDraft.imagesAtMost {
            refuse("image", "at most \(ProductDraft.imagesAtMost) are allowed", "\(images.count)")
        }
        let documents = documents()
        if documents.count > ProductDraft.documentsAtMost {
            refuse("document", "at most \(ProductDraft.documentsAtMost) are allowed", "\(documents.count)")
        }
        let unit = fields["unitOfMeasure"] ?? "H87"
        if !(2...3).contains(unit.utf8.count) || !unit.utf8.allSatisfy(\.isCapitalOrDigit) {
            refuse("unitOfMeasure", "a code of UN/ECE Recommendation 20 is needed", unit)
        }
        let values = attributeValues(known)
        guard faults.isEmpty else { return nil }
        return ProductDraft(
            sku: sku, kind: kind, names: names, descriptions: descriptions, manufacturer: fields["manufacturer"],
            manufacturerPartNumber: fields["manufacturerPartNumber"], category: fields["category"], unitOfMeasure: unit, leadTimeDays: days,
            lifeCycle: LifeCycle(stated: status, availableFrom: from, lastBuyUntil: until), successor: fields["successor"],
            attributes: values, images: images, documents: documents, listPrices: listPrices)
    }

    /// By kind; one without a title in English is called by its kind.
    private mutating func documents() -> [ProductDraft.Document] {
        var documents: [ProductDraft.Document] = []
        for kind in ProductDraft.Document.Kind.allCases {
            for address in addresses[kind] ?? [] {
                if !address.hasPrefix("https://"), !address.hasPrefix("http://") {
                    refuse("document.\(kind.rawValue)", "an address that begins with https:// is needed", address)
                }
                var title = titles[kind] ?? [:]
                if title["en"] == nil { title["en"] = String(kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()) }
                documents.append(ProductDraft.Document(kind: kind, url: address, title: title))
            }
            if addresses[kind] == nil, let title = titles[kind]?.values.first {
                refuse("document.\(kind.rawValue)", "what is called so has no address", title)
            }
        }
        return documents
    }

    /// As the category's definitions say; what they do not know is refused with everything else that does not fit.
    private mutating func attributeValues(_ known: StageProducts.Known) -> [String: AttributeValue] {
        let definitions = known.definitions(for: fields["category"])
        var values: [String: AttributeValue] = [:]
        for (name, text) in attributes {
            switch definitions[name] {
            case let definition? where definition.kind == .number:
                if let number = Quantity(text) {
                    values[name] = .number(number, unit: definition.unit)
                } else {
                    refuse("attribute.\(name)", "a number with at most three decimals is needed", text)
                }
            case let definition? where definition.kind == .flag:
                if let flag = Bool(text) {
                    values[name] = .flag(flag)
                } else {
                    refuse("attribute.\(name)", "true or false is needed", text)
                }
            default: values[name] = .text(text)
            }
        }
        return values
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ column: String, of _: Word.Type) -> Word? {
        guard let text = fields[column] else { return nil }
        let word = Word(rawValue: text)
        if word == nil { refuse(column, "one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")) is needed", text) }
        return word
    }

    private mutating func day(_ column: String) -> LocalDate? {
        guard let text = fields[column] else { return nil }
        let day = LocalDate(text)
        if day == nil { refuse(column, "a day like 2026-12-31 is needed", text) }
        return day
    }

    private mutating func refuse(_ column: String, _ reason: String, _ value: String) {
        faults.append(RefusedLine(line: record.line, column: column, reason: reason, value: value))
    }
}

extension ProductColumns.Column {
    /// What the same text is refused for over HTTP.
    fileprivate func fault(with text: String) -> String? {
        let (limit, isText) =
            switch self {
            case .name, .description: (Limits.noteCharacters, true)
            case .document: (Limits.noteCharacters, false)
            case .attribute: (1000, false)
            case .field("manufacturerPartNumber"): (100, false)
            case .field("image"): (Limits.noteCharacters, false)
            default: (Limits.nameCharacters, false)
            }
        if text.utf8.count > limit, text.count > limit { return "at most \(limit) characters are allowed" }
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return nil }
        let isForbidden = text.unicodeScalars.contains { $0.isForbiddenInText && !(isText && ["\n", "\r", "\t"].contains($0)) }
        return isForbidden ? "control characters are not allowed" : nil
    }
}
