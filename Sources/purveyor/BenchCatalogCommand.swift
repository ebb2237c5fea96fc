import ArgumentParser
import FoundationEssentials
import Postgres
import Server
import Web

struct BenchCatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Products of real size, and 20,000 accounts with contracts of 5 to 500 rules.",
        discussion: "Imports the products, and measures pages of the contract catalog, publishing, and what the database grows by.")

    @OptionGroup var options: BenchOptions

    @Option(help: "How many accounts have a contract.")
    var accounts = 20_000

    @Option(help: "The products, as JSON lines packed with gzip; generated in the same shape where there is none.")
    var products = "../shared/data/it-parts/products.jsonl.gz"

    func validate() throws {
        guard accounts >= Self.readers else { throw ValidationError("--accounts is at least \(Self.readers)") }
    }

    /// Accounts in which somebody reads.
    static let readers = 20

    func run() async throws {
        let (options, accounts, products) = (options, accounts, products)
        try await BenchWorkspace.open(in: options.dataDirectory, home: options.home) { workspace in
            var table = BenchTable(["catalog", "median", "p95", "target", ""])
            let stock = try BenchStock.read(products) ?? BenchStock.generated()
            try await Self.importing(stock, workspace, &table)
            if try await !workspace.owner.query(BenchCatalogQueries.areThere) {
                for part in BenchCatalogQueries.agree(accounts, passwordOf: DemoPeople.buyer) {
                    try await workspace.owner.transaction([]) { transaction in part.forEach { transaction.enqueue($0) } }
                }
            }
            try await workspace.settle()
            let rules = try await workspace.owner.query(BenchCatalogQueries.ruleCount)
            let bytes = Double(try await workspace.owner.query(BenchCatalogQueries.contractBytes))
            let database = Double(try await workspace.owner.query(BenchCatalogQueries.databaseBytes))
            let launch = ContinuousClock.now
            try await BenchService.run(
                ["serve", "--port", "0"], environment: workspace.environment, directory: workspace.directory
            ) { service in
                let started = (ContinuousClock.now - launch).inSeconds
                table.add("start of an instance until it listens, the catalog read", started.text(1) + " s")
                let readers = try await BenchCatalogReaders(service: service, workspace: workspace)
                try await readers.read(options, &table)
                try await readers.change(&table)
                let second = workspace.directory + "/second"
                try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
                try await BenchService.run(["serve", "--port", "0"], environment: workspace.environment, directory: second) { other in
                    try await BenchCatalogPublishing(service, other, workspace).measure(&table)
                }
                table.add("service's memory", (BenchProcesses.memory(of: service.processID).now).text(0) + " MiB")
            }
            try BenchCatalogPrices.measure(stock, &table)
            table.add("database", (database / 1_048_576).text(0) + " MiB")
            table.add("of it \(accounts) contracts with \(rules) rules", (bytes / 1_048_576).text(0) + " MiB")
            table.add("a rule, with its tiers and its part of the contract", (bytes / Double(max(1, rules))).text(0) + " bytes")
            print(table.text)
        }
    }

    /// Twice: what is there already is compared and left alone.
    private static func importing(_ stock: BenchStock, _ workspace: BenchWorkspace, _ table: inout BenchTable) async throws {
        let path = workspace.directory + "/products.csv"
        try Data(stock.csv.utf8).write(to: URL(filePath: path))
        for query in BenchCatalogQueries.describe(stock) { try await workspace.owner.query(query) }
        for name in ["import of \(stock.count) products", "again, all the same"] {
            let cost = try await BenchService.measured(
                ["import", "products", path], environment: workspace.environment, directory: workspace.directory,
                postmaster: workspace.postmaster)
            let rate = Double(stock.count) / cost.seconds
            table.add([name, rate.text(0) + "/s", "", "10000/s", rate >= 10_000 ? "met" : "MISSED"])
            table.add([
                "  seconds; CPU of it, of PostgreSQL", cost.seconds.text(2), "\(cost.own.text(2)); \(cost.server.text(2))", "", "",
            ])
            table.add(["  memory", cost.peak.text(0) + " MiB", "", "250 MiB", cost.peak <= 250 ? "met" : "MISSED"])
        }
    }
}

extension BenchTable {
    mutating func add(_ name: String, _ figure: String) { add([name, figure, "", "", ""]) }

    mutating func add(_ name: String, _ statistics: BenchStatistics, target: Double?) {
        let median = statistics.percentile(50)
        add([
            name, median.text(1) + " ms", statistics.percentile(95).text(1) + " ms", target.map { $0.text(0) + " ms" } ?? "",
            target.map { median < $0 ? "met" : "MISSED" } ?? "",
        ])
    }
}
