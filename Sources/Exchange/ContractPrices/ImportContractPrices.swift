package import Catalog
package import Kernel
package import Postgres
import Quotes

/// Brings rules of contracts in from a CSV file of any length (docs/imports.md): their drafts, all of them or what is right.
package struct ImportContractPrices: Sendable {
    private let stage: StageContractLines

    package init(database: Database, world: World) {
        // With a memory of its own: of versions that the transaction may still undo, nothing is remembered for others.
        let touched = FindTouchedQuotes(priceLists: LoadPriceList(), aspect: ContractQuoteQueries.aspect, world: world)
        stage = StageContractLines(database: database, touched: touched, world: world)
    }

    /// Where to tell what is found out, as it is found.
    package struct Listener {
        let refuse: (RefusedLine) throws -> Void
        let differ: (ContractRuleDifference) throws -> Void
        let progress: (_ bytes: Int, _ lines: Int) -> Void

        package init(
            refuse: @escaping (RefusedLine) throws -> Void, differ: @escaping (ContractRuleDifference) throws -> Void = { _ in },
            progress: @escaping (_ bytes: Int, _ lines: Int) -> Void = { _, _ in }
        ) {
            self.refuse = refuse
            self.differ = differ
            self.progress = progress
        }
    }

    /// - Parameters:
    ///   - source: may be packed with gzip. A file of refused lines adds to the draft: the rest of it is there already.
    ///   - settings, finish: see `StageContractLines`.
    /// - Throws: `ImportFileRefusal`, `CSVFault`, `GzipFault`.
    package func callAsFunction(
        _ source: ImportSource, _ options: StageContractLines.Options, by author: ContractAuthor, settings: [Setting] = [],
        _ listener: Listener,
        finish: (StageContractLines.Outcome, FileEncoding, borrowing Transaction) async throws -> Void = { _, _, _ in }
    ) async throws -> (outcome: StageContractLines.Outcome, encoding: FileEncoding) {
        let file = try source.open()
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { throw ImportFileRefusal.empty }
        let columns = try ContractColumns(header: header.fields)
        var options = options
        if columns.isOfRefused { options.adds = true }
        var lines = 0
        var encoding = reader.encoding
        let outcome = try await stage(
            options, by: author, settings: settings,
            next: { known in
                guard let record = try reader.next() else {
                    encoding = reader.encoding
                    return nil
                }
                lines += 1
                if lines % 1024 == 0 { listener.progress(file.offset, lines) }
                var reading = ContractLineReading(record, columns)
                let line = reading.line(known)
                for fault in reading.faults { try listener.refuse(fault) }
                return line
            },
            .init(
                refuse: { line, fault in
                    try listener.refuse(RefusedLine(line, fault))
                }, differ: listener.differ),
            finish: { outcome, transaction in try await finish(outcome, encoding, transaction) })
        return (outcome, encoding)
    }
}

extension ContractRuleDifference {
    package static let header = CSVText.record(["contract", "what", "kind", "selector", "value", "priority", "before", "after"])
    package var record: String {
        CSVText.record([contract, what.rawValue, kind, selector, value ?? "", String(priority), before ?? "", after ?? ""])
    }
}
