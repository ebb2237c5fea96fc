import Accounts
import ArgumentParser
import Catalog
import Exchange
import Kernel

struct ImportContractPricesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract-prices", abstract: "Bring rules of an account's contracts in from a CSV file.",
        discussion: """
            docs/imports.md describes the columns. The file's rules become the contract's draft, which --publish makes its next version; \
            a published version never changes. The file may be packed with gzip; UTF-8, UTF-16 and Latin-1 are told apart. Where a line \
            cannot be taken nothing is, unless told otherwise.
            """)

    @OptionGroup var options: ImportFileOptions

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

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let (rules, account) = (try rules(), AccountID(account) ?? .external("account", account))
        let (outcome, encoding) = try await options.bringIn(on: server, differences: ContractRuleDifference.header) {
            (database, source, telling: ImportTelling<ContractRuleDifference>) in
            try await ImportContractPrices(database: database, world: .live)(
                source, rules, by: .command(in: account),
                .init(
                    refuse: { try telling.refuse($0) }, differ: { try telling.differ($0) }, progress: { telling.progress($0, $1) }))
        }
        tell(outcome, encoding)
        if outcome.refused > 0 { throw ExitCode.failure }
    }

    private func rules() throws -> StageContractLines.Options {
        var rules = StageContractLines.Options()
        rules.isDryRun = options.dryRun
        rules.skipsBad = options.skipBad
        rules.adds = add
        rules.publishes = publish
        rules.validFrom = try day(validFrom, "--valid-from")
        rules.validTo = try day(validTo, "--valid-to")
        rules.replaces = replaces
        return rules
    }

    private func day(_ text: String?, _ name: String) throws -> LocalDate? {
        guard let text else { return nil }
        guard let day = LocalDate(text) else { throw ValidationError("\(name) takes a day such as 2027-01-01") }
        return day
    }

    private func tell(_ outcome: StageContractLines.Outcome, _ encoding: FileEncoding) {
        print("\(outcome.read) lines, read as \(encoding): \(outcome.refused) refused\(options.places(refused: outcome.refused)).")
        for contract in outcome.contracts {
            let version = contract.version.map { " as version \($0)" } ?? ""
            print(
                """
                \(contract.number) \(contract.state.rawValue)\(version): \(contract.added) rules added, \(contract.changed) changed, \
                \(contract.removed) removed against what is in force.
                """)
            if let line = contract.touches?.line { print(line) }
            if contract.state == .drafted {
                for obstacle in contract.obstacles { print("  not to be published yet: \(obstacle)") }
            }
        }
        if !options.isKept(refused: outcome.refused) { print("Nothing was kept.") }
    }
}
