import ArgumentParser
import Catalog
import Exchange
import FoundationEssentials
import Kernel

struct ImportProductsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "products", abstract: "Bring products of the master catalog in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns. The file may be packed with gzip. Where a line cannot be taken nothing is, unless told \
            otherwise; what is there already and the same stays as it is.
            """)

    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv", "gz"]))
    var file: String

    @Flag(help: "Take the lines that are right and leave out the others.")
    var skipBad = false

    @Flag(help: "Say what would become of the file, and keep nothing.")
    var dryRun = false

    @Option(help: "Write what was refused to this CSV file: line, column, reason, value.", completion: .file())
    var report: String?

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let report = try RefusalReport(path: report)
        let bar = ProgressBar()
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        let outcome: StageProducts.Outcome
        do {
            outcome = try await server.withDatabase { [file, skipBad, dryRun] database in
                try await ImportProducts(database: database, world: .live)(
                    file, isDryRun: dryRun, skipsBad: skipBad, refuse: { try report.add($0) },
                    progress: { bar.show(.reading($0, of: size)) })
            }
        } catch {
            bar.finish()
            try? report.close()
            throw error
        }
        try report.close()
        bar.finish()
        let isKept = !dryRun && (outcome.refused == 0 || skipBad)
        print(
            """
            \(outcome.read) lines: \(outcome.added) products added, \(outcome.changed) changed, \(outcome.unchanged) unchanged, \
            \(outcome.refused) refused\(self.report.map { outcome.refused > 0 ? ": see \($0)" : "" } ?? "").
            """)
        if !isKept { print("Nothing was kept.") }
        if outcome.refused > 0 { throw ExitCode.failure }
    }
}
