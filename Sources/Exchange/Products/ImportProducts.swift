package import Accounts
package import Catalog
package import Kernel
package import Postgres

/// Brings products in from a CSV file of any length (docs/imports.md), all of them or those that are right.
package struct ImportProducts: Sendable {
    private let stage: StageProducts

    package init(database: Database, world: World) {
        stage = StageProducts(database: database, world: world)
    }

    /// Where to tell what is found out, as it is found.
    package struct Listener {
        var refuse: (RefusedLine) throws -> Void
        var differ: ((StagedDifference) throws -> Void)?
        var progress: (_ bytes: Int, _ lines: Int) -> Void

        /// - Parameters:
        ///   - refuse: called with everything that is wrong.
        ///   - differ: called with everything that becomes other.
        ///   - progress: called with the bytes read of the file as it is stored, and the lines.
        package init(
            refuse: @escaping (RefusedLine) throws -> Void, differ: ((StagedDifference) throws -> Void)? = nil,
            progress: @escaping (_ bytes: Int, _ lines: Int) -> Void = { _, _ in }
        ) {
            self.refuse = refuse
            self.differ = differ
            self.progress = progress
        }
    }

    /// - Parameters:
    ///   - source: may be packed with gzip.
    ///   - author, settings, finish: see `StageProducts`.
    /// - Throws: `ImportFileRefusal`, `CSVFault`, `GzipFault`.
    package func callAsFunction(
        _ source: ImportSource, isDryRun: Bool = false, skipsBad: Bool = false, _ listener: Listener, by author: PersonID? = nil,
        settings: [Setting] = [],
        finish: (StageProducts.Outcome, FileEncoding, borrowing Transaction) async throws -> Void = { _, _, _ in }
    ) async throws -> (outcome: StageProducts.Outcome, encoding: FileEncoding) {
        let file = try source.open()
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { throw ImportFileRefusal.empty }
        let columns = try ProductColumns(header: header.fields)
        var lines = 0
        var latest: ProductLine?
        var encoding = reader.encoding
        let outcome = try await stage(
            isDryRun: isDryRun, skipsBad: skipsBad, saysDocuments: columns.saysDocuments,
            next: { known in
                guard let record = try reader.next() else {
                    encoding = reader.encoding
                    return nil
                }
                lines += 1
                if lines % 4096 == 0 { listener.progress(file.offset, lines) }
                var line = ProductLine(record, columns)
                defer { latest = line }
                if let draft = line.draft(known) { return .product(draft, line: record.line) }
                for fault in line.faults { try listener.refuse(fault) }
                return line.unreadable
            }, refuse: { number, value, fault in try listener.refuse(Self.refused(number, value, fault, by: latest)) },
            differ: listener.differ, by: author, settings: settings,
            finish: { outcome, transaction in try await finish(outcome, encoding, transaction) })
        return (outcome, encoding)
    }

    /// - Parameters:
    ///   - value: that the fault is about, where the line has gone by.
    ///   - latest: the line that was read last.
    private static func refused(_ number: Int, _ value: String, _ fault: Fault, by latest: ProductLine?) -> RefusedLine {
        let place = fault.pointer.dropFirst().replacing("/", with: ".")
        let column = place.hasPrefix("attributes.") ? "attribute." + place.dropFirst("attributes.".count) : String(place)
        let line = latest.flatMap { $0.number == number ? $0 : nil }
        return RefusedLine(
            line: number, column: column, reason: fault.detail, value: line?.text(of: column) ?? value, staysRefused: fault.saysAgain)
    }
}

extension StagedDifference {
    package static let header = CSVText.record(["line", "sku", "what", "column", "before", "after"])
    /// Where what differs are categories.
    package static let categoryHeader = CSVText.record(["line", "code", "what", "column", "before", "after"])
    package var record: String {
        CSVText.record([String(line), sku, column == nil ? "added" : "changed", column ?? "", before ?? "", after ?? ""])
    }
}
