package import Accounts
package import Catalog
import Kernel
package import Postgres

/// Brings the UNSPSC tree in from a CSV file (docs/imports.md), all of it or what is right.
package struct ImportCategories: Sendable {
    private let stage: StageCategories

    package init(database: Database) {
        stage = StageCategories(database: database)
    }

    /// The parameters are those of `ImportProducts`.
    package func callAsFunction(
        _ source: ImportSource, isDryRun: Bool = false, skipsBad: Bool = false, _ listener: ImportProducts.Listener,
        by author: PersonID? = nil, settings: [Setting] = [],
        finish: (StageProducts.Outcome, FileEncoding, borrowing Transaction) async throws -> Void = { _, _, _ in }
    ) async throws -> (outcome: StageProducts.Outcome, encoding: FileEncoding) {
        let file = try source.open()
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { throw ImportFileRefusal.empty }
        let columns = try CategoryColumns(header: header.fields)
        var lines = 0
        var encoding = reader.encoding
        let outcome = try await stage(
            isDryRun: isDryRun, skipsBad: skipsBad,
            next: {
                while let record = try reader.next() {
                    lines += 1
                    if lines % 1024 == 0 { listener.progress(file.offset, lines) }
                    if let line = try Self.line(record, columns, listener) { return line }
                }
                encoding = reader.encoding
                return nil
            },
            refuse: { line, fault in
                try listener.refuse(RefusedLine(line, fault))
            }, differ: listener.differ, by: author, settings: settings,
            finish: { outcome, transaction in try await finish(outcome, encoding, transaction) })
        return (outcome, encoding)
    }

    /// Nil for the letters by which UNSPSC groups its segments: they are no categories.
    private static func line(
        _ record: CSVRecord, _ columns: CategoryColumns, _ listener: ImportProducts.Listener
    ) throws -> StageCategories.Line? {
        if let fault = RefusedRows.fault(of: record, columns: columns.columns.count, refused: columns.refusedPlace) {
            try listener.refuse(fault)
            return .unreadable
        }
        var (code, parent, titles) = ("", String?.none, [String: String]())
        // What a column says nothing in is taken away; a language without a column keeps what it has.
        var keywords = columns.columns.reduce(into: [String: [String]]()) { if case .keywords(let language) = $1 { $0[language] = [] } }
        var isReadable = true
        for (place, (column, text)) in zip(columns.columns, record.fields).enumerated() where column != .note {
            let text = CSVText.unguarded(text.trimmingBlanks())
            guard !text.isEmpty else { continue }
            if let reason = fault(with: text) {
                let shown = String(text.prefix(100).filter { !$0.unicodeScalars.contains(where: \.isForbiddenInText) })
                try listener.refuse(RefusedLine(line: record.line, column: columns.names[place], reason: reason, value: shown))
                isReadable = false
                continue
            }
            switch column {
            case .code: code = text
            case .parent: parent = text
            case .title(let language): titles[language] = text
            case .keywords(let language): keywords[language] = Self.parted(text)
            case .note: break
            }
        }
        guard isReadable else { return .unreadable }
        if code.utf8.count == 1, code.first?.isLetter == true { return nil }
        return .category(.init(line: record.line, code: code, parent: parent, titles: titles, keywords: keywords))
    }

    /// At semicolons; what is there twice once.
    private static func parted(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == ";" || $0 == "；" }).map { String($0).trimmingBlanks() }.reduce(into: []) { words, word in
            if !word.isEmpty, !words.contains(word) { words.append(word) }
        }
    }

    private static func fault(with text: String) -> String? {
        if text.count > Limits.noteCharacters { return "at most \(Limits.noteCharacters) characters are allowed" }
        return text.unicodeScalars.contains(where: \.isForbiddenInText) ? "control characters are not allowed" : nil
    }
}
