import Accounts
import ArgumentParser
import Catalog
import Exchange
import FoundationEssentials
import Kernel
import Synchronization

struct ImportContractPricesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract-prices", abstract: "Bring rules of an account's contracts in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns. The file's rules become the contract's draft, which --publish makes its next version; \
            a published version never changes. The file may be packed with gzip; UTF-8, UTF-16 and Latin-1 are told apart. Where a line \
            cannot be taken nothing is, unless told otherwise.
            """)

    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv", "gz"]))
    var file: String

    @Option(help: "The account: its id, or the external id that it was brought in with.")
    var account: String

    @Flag(help: "Add to the rules that there are, in the place of the same; else all are replaced.")
    var add = false

    @Flag(help: "Publish each contract's draft.")
    var publish = false

    @Option(help: "The first day of the next version, such as 2027-01-01.")
    var validFrom: String?

    @Option(help: "Its last day.")
    var validTo: String?

    @Option(help: "The number of a published version whose days it takes on purpose.")
    var replaces: [Int] = []

    @Flag(help: "Take the rules that are right and leave out the others.")
    var skipBad = false

    @Flag(help: "Say what would become of the file, and keep nothing.")
    var dryRun = false

    @Option(help: "Write what becomes other, against the versions in force, to this CSV file.", completion: .file())
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
        let options = try options()
        let account = AccountID(account) ?? .external("account", account)
        let report = try CSVOutput(path: report, header: RefusedLine.header)
        let diff = try CSVOutput(path: diff, header: ContractRuleDifference.header)
        let rows = Mutex(RefusedRows())
        let shown = Mutex<[ContractRuleDifference]>([])
        let bar = ProgressBar()
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        let (outcome, encoding): (StageContractLines.Outcome, FileEncoding)
        do {
            (outcome, encoding) = try await server.withDatabase { [file] database in
                try await ImportContractPrices(database: database, world: .live)(
                    .path(file), options, by: .command(in: account),
                    .init(
                        refuse: { line in
                            try report.add(line.record)
                            rows.withLock { $0.add(line) }
                        },
                        differ: { difference in
                            try diff.add(difference.record)
                            shown.withLock { if $0.count <= Self.differencesShown { $0.append(difference) } }
                        }, progress: { bytes, _ in bar.show(.reading(bytes, of: size)) }))
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

    private func options() throws -> StageContractLines.Options {
        var options = StageContractLines.Options()
        options.isDryRun = dryRun
        options.skipsBad = skipBad
        options.adds = add
        options.publishes = publish
        options.validFrom = try day(validFrom, "--valid-from")
        options.validTo = try day(validTo, "--valid-to")
        options.replaces = replaces
        return options
    }

    private func day(_ text: String?, _ name: String) throws -> LocalDate? {
        guard let text else { return nil }
        guard let day = LocalDate(text) else { throw ValidationError("\(name) takes a day such as 2027-01-01") }
        return day
    }

    private func show(_ differences: [ContractRuleDifference]) {
        for one in differences.prefix(Self.differencesShown) {
            let what = [one.kind, one.selector, one.value ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            print("\(one.contract) \(what): \(one.before ?? "(none)") → \(one.after ?? "(none)")")
        }
        if differences.count > Self.differencesShown {
            print(diff.map { "… and more: see \($0)" } ?? "… and more: --diff FILE has all of it")
        }
    }

    private func tell(_ outcome: StageContractLines.Outcome, _ encoding: FileEncoding) {
        let places = outcome.refused > 0 ? [report, refused].compactMap(\.self).joined(separator: ", ") : ""
        print("\(outcome.read) lines, read as \(encoding): \(outcome.refused) refused\(places.isEmpty ? "" : ": see \(places)").")
        for contract in outcome.contracts {
            let version = contract.version.map { " as version \($0)" } ?? ""
            print(
                """
                \(contract.number) \(contract.state.rawValue)\(version): \(contract.added) rules added, \(contract.changed) changed, \
                \(contract.removed) removed against what is in force.
                """)
            if contract.state == .drafted {
                for obstacle in contract.obstacles { print("  not to be published yet: \(obstacle)") }
            }
        }
        if dryRun || (outcome.refused > 0 && !skipBad) { print("Nothing was kept.") }
    }
}
