package import Catalog
package import Kernel
package import Postgres

/// Brings products in from a CSV file of any length (docs/imports.md), all of them or those that are right.
package struct ImportProducts: Sendable {
    private let stage: StageProducts

    package init(database: Database, world: World) {
        stage = StageProducts(database: database, world: world)
    }

    /// - Parameters:
    ///   - path: may be packed with gzip.
    ///   - refuse: called with everything that is wrong, as it is found.
    ///   - progress: bytes read of the file as it is stored.
    /// - Throws: `ProductFileRefusal`, `CSVFault`, `GzipFault`.
    package func callAsFunction(
        _ path: String, isDryRun: Bool = false, skipsBad: Bool = false, refuse: (RefusedLine) throws -> Void,
        progress: (Int) -> Void = { _ in }
    ) async throws -> StageProducts.Outcome {
        let file = try GzipFile(path: path)
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { throw ProductFileRefusal.empty }
        let columns = try ProductColumns(header: header.fields)
        var lines = 0
        return try await stage(isDryRun: isDryRun, skipsBad: skipsBad) { known in
            guard let record = try reader.next() else { return nil }
            lines += 1
            if lines % 4096 == 0 { progress(file.offset) }
            var line = ProductLine(record, columns)
            if let draft = line.draft(known) { return .product(draft, line: record.line) }
            for fault in line.faults { try refuse(fault) }
            return .unreadable
        } refuse: { line, sku, fault in
            let place = fault.pointer.dropFirst().replacing("/", with: ".")
            let column = place.hasPrefix("attributes.") ? "attribute." + place.dropFirst("attributes.".count) : String(place)
            try refuse(RefusedLine(line: line, column: column, reason: fault.detail, value: sku))
        }
    }
}
