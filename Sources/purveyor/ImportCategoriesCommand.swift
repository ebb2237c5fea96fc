import ArgumentParser
import Catalog
import Exchange
import Kernel

struct ImportCategoriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "categories", abstract: "Bring categories of the UNSPSC tree in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns; the file that UNSPSC gives out has them too. It may be \
            packed with gzip; UTF-8, UTF-16 and Latin-1 are told apart. Where a line cannot be taken nothing is, unless told otherwise; \
            what is there already and the same stays as it is.
            """)

    @OptionGroup var options: ImportFileOptions
    @OptionGroup var server: ServerOptions

    func run() async throws {
        let (isDryRun, skipsBad, tells) = (options.dryRun, options.skipBad, options.tellsDifferences)
        let (outcome, encoding) = try await options.bringIn(on: server, differences: StagedDifference.categoryHeader) {
            (database, source, telling: ImportTelling<StagedDifference>) in
            try await ImportCategories(database: database)(
                source, isDryRun: isDryRun, skipsBad: skipsBad,
                .init(
                    refuse: { try telling.refuse($0) }, differ: tells ? { try telling.differ($0) } : nil,
                    progress: { telling.progress($0, $1) }))
        }
        try options.tell(outcome, encoding, of: "categories")
    }
}
