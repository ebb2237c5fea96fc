import Accounts
import Catalog
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// Brings a wholesaler's past in: customers become accounts, stock codes products, invoices orders and credits returns. Each customer's
/// history is one transaction. What is there already stays as it is, so a second run changes nothing; a line that cannot be taken is
/// reported and the rest goes in.
package struct ImportOrderHistory: Sendable {
    package struct Options: Sendable {
        /// The IANA name of the zone that the file's times and the new accounts are in.
        package var timeZone = "Europe/London"
        package var currency = Currency.pounds
        /// Whether each customer gets a contract of what it really paid.
        package var proposesContracts = false

        package init() {}
    }

    /// A COPY is a statement, and a statement has a time limit: a file of any size is several.
    private static let linesPerCopy = 20_000
    private static let customersPerBatch = 100
    /// Connections that write; one more reads.
    private static let writers = 3

    let database: Database
    let world: World
    let options: Options

    /// - Parameter database: has at least four connections to give.
    package init(_ database: Database, _ world: World, _ options: Options = Options()) {
        self.database = database
        self.world = world
        self.options = options
    }

    /// - Parameters:
    ///   - path: a CSV file, packed with gzip or not.
    ///   - refuse: told of every fault, in the order of the file.
    /// - Throws: `HistoryFileRefusal`, `GzipFault` and `CSVFault` for the file as a whole. Customers that were brought in before stay.
    package func callAsFunction(
        _ path: String, refuse: @Sendable (RefusedLine) throws -> Void, progress: @Sendable (ImportProgress) -> Void
    ) async throws -> HistoryOutcome {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        return try await database.transaction([]) { staging in
            guard try await staging.run(ImportLineQueries.becomeTheOnlyImport()) else { throw HistoryFileRefusal.anotherImportIsRunning }
            try await staging.run(ImportLineQueries.createTable())
            var outcome = HistoryOutcome()
            var products = HistoryProducts()
            var file = try HistoryFile(path: path, currency: options.currency)
            var isAtEnd = false
            while !isAtEnd {
                _ = try await staging.copyIn(ImportLineQueries.copy) { writer in
                    isAtEnd = try await copyLines(of: &file, to: &writer, &products, &outcome, refuse)
                }
                progress(.reading(file.bytesRead, of: max(size, file.bytesRead)))
            }
            let (_, _, customers) = try await staging.run(
                ImportLineQueries.index(), ImportLineQueries.analyze(), ImportLineQueries.customerCount())
            let ids = try await add(products, &outcome)
            let importCustomer = ImportCustomer(database: database, world: world, options: options, products: ids)
            try await write(customers, from: staging, with: importCustomer, &outcome, progress)
            return outcome
        }
    }

    /// Copies the next lines to the table; true at the end of the file.
    private func copyLines(
        of file: inout HistoryFile, to writer: inout CopyWriter, _ products: inout HistoryProducts, _ outcome: inout HistoryOutcome,
        _ refuse: (RefusedLine) throws -> Void
    ) async throws -> Bool {
        for _ in 0..<Self.linesPerCopy {
            guard let result = try file.next() else { return true }
            outcome.lines += 1
            switch result {
            case .success(let line):
                products.add(line)
                try await writer.row(
                    line.line, line.customer, line.country, line.document, line.isReturn, line.sku, line.name, line.quantity,
                    line.unitPrice.stored, line.placedAt.asUTC)
            case .failure(let faults):
                outcome.refusedLines += 1
                for fault in faults.lines { try refuse(fault) }
            }
        }
        return false
    }

    private func add(_ products: HistoryProducts, _ outcome: inout HistoryOutcome) async throws -> [String: ProductID] {
        let sold = products.all.map { product in
            ProductImportQueries.Sold(
                id: world.newID(), sku: product.sku, kind: product.isCharge ? .service : .item, name: product.name,
                listPrice: product.listPrice)
        }
        let (_, added, ids) = try await database.transaction([]) { transaction in
            try await transaction.run(
                MasterProductQueries.waitForTurn, ProductImportQueries.addMissing(sold, currency: options.currency, at: world.now()),
                ProductImportQueries.ids(ofSKUs: sold.map(\.sku)))
        }
        outcome.products = added
        return ids
    }

    private func write(
        _ count: Int, from staging: borrowing Transaction, with importCustomer: ImportCustomer, _ outcome: inout HistoryOutcome,
        _ progress: (ImportProgress) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: HistoryOutcome.self) { writers in
            var started = 0
            var written = 0
            var last = ""
            while started < count {
                let customers = try await staging.run(ImportLineQueries.customers(after: last, limit: Self.customersPerBatch))
                guard let end = customers.last else { break }
                last = end
                for customer in customers {
                    let lines = try await staging.run(
                        ImportLineQueries.lines(of: customer, timeZone: options.timeZone, currency: options.currency))
                    let history = try CustomerHistory(customer, lines, currency: options.currency)
                    if started - written == Self.writers, let done = try await writers.next() {
                        outcome.add(done)
                        written += 1
                        if written % Self.customersPerBatch == 0 { progress(.writing(written, of: count)) }
                    }
                    writers.addTask { try await importCustomer(history) }
                    started += 1
                }
            }
            for try await done in writers { outcome.add(done) }
            progress(.writing(count, of: count))
        }
    }
}

extension Currency {
    /// What the histories that we know are in.
    fileprivate static let pounds: Currency = {
        guard let pounds = Currency("GBP") else { preconditionFailure("GBP has three capital letters") }
        return pounds
    }()
}
