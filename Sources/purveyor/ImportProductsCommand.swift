import ArgumentParser
import Catalog
import Exchange
import FoundationEssentials
import Kernel
import Synchronization

struct ImportProductsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "products", abstract: "Bring products of the master catalog in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns. The file may be packed with gzip; UTF-8, UTF-16 and Latin-1 are told apart. Where a \
            line cannot be taken nothing is, unless told otherwise; what is there already and the same stays as it is.
            """)

    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv", "gz"]))
    var file: String

    @Flag(help: "Take the lines that are right and leave out the others.")
    var skipBad = false

    @Flag(help: "Say what would become of the file, and keep nothing.")
    var dryRun = false

    @Option(help: "Write what becomes other to this CSV file: line, sku, what, column, before, after.", completion: .file())
    var diff: String?

    @Option(help: "Write what was refused to this CSV file: line, column, reason, value.", completion: .file())
    var report: String?

    @Option(
        help: "Write the lines that were refused to this CSV file, as they are, to be corrected and brought in again.", completion: .file())
    var refused: String?

    @OptionGroup var server: ServerOptions

    func validate() throws {
        try CSVOutput.check([report, diff], refused: refused, of: file, keepsOthers: skipBad && !dryRun)
    }

    func run() async throws {
        let report = try CSVOutput(path: report, header: RefusedLine.header)
        let diff = try CSVOutput(path: diff, header: StagedDifference.header)
        let rows = Mutex(RefusedRows())
        let shown = Mutex<[StagedDifference]>([])
        let bar = ProgressBar()
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        let (outcome, encoding): (StageProducts.Outcome, FileEncoding)
        do {
            let isTold = dryRun || self.diff != nil
            (outcome, encoding) = try await server.withDatabase { [file, skipBad, dryRun] database in
                try await ImportProducts(database: database, world: .live)(
                    .path(file), isDryRun: dryRun, skipsBad: skipBad,
                    .init(
                        refuse: { line in
                            try report.add(line.record)
                            rows.withLock { $0.add(line) }
                        },
                        differ: isTold
                            ? { difference in
                                try diff.add(difference.record)
                                shown.withLock { if $0.count <= Self.differencesShown { $0.append(difference) } }
                            } : nil,
                        progress: { bytes, _ in bar.show(.reading(bytes, of: size)) }))
            }
        } catch {
            bar.finish()
            try? report.close()
            try? diff.close()
            throw error
        }
        try report.close()
        try diff.close()
        if let refused {
            let output = try CSVOutput(path: refused, header: "")
            try rows.withLock { try $0.write(from: .path(file), output.add) }
            try output.close()
        }
        bar.finish()
        if dryRun { show(shown.withLock { $0 }) }
        tell(outcome, encoding)
        if outcome.refused > 0 { throw ExitCode.failure }
    }

    private static let differencesShown = 20

    private func show(_ differences: [StagedDifference]) {
        for difference in differences.prefix(Self.differencesShown) {
            guard let column = difference.column else {
                print("\(difference.sku): new")
                continue
            }
            print("\(difference.sku): \(column) \(difference.before ?? "(none)") → \(difference.after ?? "(none)")")
        }
        if differences.count > Self.differencesShown {
            print(diff.map { "… and more: see \($0)" } ?? "… and more: --diff FILE has all of it")
        }
    }

    private func tell(_ outcome: StageProducts.Outcome, _ encoding: FileEncoding) {
        let isKept = !dryRun && (outcome.refused == 0 || skipBad)
        let places = outcome.refused > 0 ? [report, refused].compactMap(\.self).joined(separator: ", ") : ""
        print(
            """
            \(outcome.read) lines, read as \(encoding): \(outcome.added) products added, \(outcome.changed) changed, \
            \(outcome.unchanged) unchanged, \(outcome.refused) refused\(places.isEmpty ? "" : ": see \(places)").
            """)
        if !isKept { print("Nothing was kept.") }
    }
}
