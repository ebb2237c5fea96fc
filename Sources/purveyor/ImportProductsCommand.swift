import ArgumentParser
import Catalog
import Exchange
import Kernel

struct ImportProductsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "products", abstract: "Bring products of the master catalog in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns. The file may be packed with gzip; UTF-8, UTF-16 and Latin-1 are told apart. Where a \
            line cannot be taken nothing is, unless told otherwise; what is there already and the same stays as it is.
            """)

    @OptionGroup var options: ImportFileOptions
    @OptionGroup var server: ServerOptions

    func run() async throws {
        let (isDryRun, skipsBad, tells) = (options.dryRun, options.skipBad, options.tellsDifferences)
        let (outcome, encoding) = try await options.bringIn(on: server, differences: StagedDifference.header) {
            (database, source, telling: ImportTelling<StagedDifference>) in
            try await ImportProducts(database: database, world: .live)(
                source, isDryRun: isDryRun, skipsBad: skipsBad,
                .init(
                    refuse: { try telling.refuse($0) }, differ: tells ? { try telling.differ($0) } : nil,
                    progress: { telling.progress($0, $1) }))
        }
        try options.tell(outcome, encoding, of: "products")
    }
}

extension ImportFileOptions {
    /// - Throws: `ExitCode` where something was refused.
    func tell(_ outcome: StageProducts.Outcome, _ encoding: FileEncoding, of what: String) throws {
        print(
            """
            \(outcome.read) lines, read as \(encoding): \(outcome.added) \(what) added, \(outcome.changed) changed, \
            \(outcome.unchanged) unchanged, \(outcome.refused) refused\(places(refused: outcome.refused)).
            """)
        if !isKept(refused: outcome.refused) { print("Nothing was kept.") }
        if outcome.refused > 0 { throw ExitCode.failure }
    }
}
