import ArgumentParser
import Exchange
import FoundationEssentials
import Kernel

struct ImportOrderHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order-history", abstract: "Make accounts, products and past orders of a CSV file.",
        discussion: """
            The file has the columns InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID and Country, \
            and may be packed with gzip. Lines that cannot be taken are reported; the rest goes in.
            """)

    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv", "gz"]))
    var file: String

    @Flag(help: "Make each customer a contract of what it really paid.")
    var proposeContracts = false

    @Option(help: "Write the lines that were refused to this CSV file: line, column, reason, value.", completion: .file())
    var report: String?

    @Option(help: "The time zone of the file's times and of the new accounts.")
    var timeZone = "Europe/London"

    @Option(help: "The currency of the file's prices.")
    var currency = "GBP"

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard Currency(currency) != nil else { throw ValidationError("\"\(currency)\" is not a currency's code.") }
    }

    func run() async throws {
        var options = ImportOrderHistory.Options()
        options.timeZone = timeZone
        options.proposesContracts = proposeContracts
        if let currency = Currency(currency) { options.currency = currency }
        let report = try CSVOutput(path: report, header: RefusedLine.header)
        let bar = ProgressBar()
        let outcome: HistoryOutcome
        do {
            outcome = try await server.withDatabase { [options] database in
                try await ImportOrderHistory(database, .live, options)(
                    file, refuse: { try report.add($0.record) }, progress: { bar.show($0) })
            }
        } catch {
            bar.finish()
            // What was refused until then is worth knowing.
            try? report.close()
            throw error
        }
        try report.close()
        bar.finish()
        print(
            """
            \(outcome.lines) lines: \(outcome.accounts) accounts, \(outcome.products) products, \(outcome.orders) orders, \
            \(outcome.returns) returns, \(outcome.contracts) contracts added; \
            \(outcome.knownDocuments) orders and returns were there already.
            """)
        if outcome.refusedLines > 0 {
            print("\(outcome.refusedLines) lines were refused\(self.report.map { ": see \($0)" } ?? "; --report FILE says why").")
        }
    }
}
