import ArgumentParser
import Catalog
import Cryptography
import Exchange
import Kernel

struct ImportCatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Load a supplier's catalog, customers and contracts from YAML files.",
        discussion: """
            Catalogs/README.md describes the files: a folder of them, or one file with several documents. They are checked as a whole \
            first; a fault in any of them changes nothing, unless told otherwise.
            """)

    @Argument(help: "The folder, such as Catalogs/it-supplier, or a file.", completion: .file(extensions: ["yaml", "yml"]))
    var path: String

    @Option(help: "A password for everybody in the files who has none. For demonstrations only.")
    var demoPassword: String?

    @Flag(help: "Publish what a contract's file says also after versions that were published by other means, over HTTP say.")
    var replace = false

    @Flag(help: "Take the entries that are right, and leave out the others and what depends on them.")
    var skipBad = false

    @Flag(help: "Say what would become of the files, and keep nothing.")
    var dryRun = false

    @Option(help: "Write what becomes other to this CSV file.", completion: .file())
    var diff: String?

    @Option(help: "Write what was refused to this CSV file: file, line, pointer, reason, name.", completion: .file())
    var report: String?

    @Option(
        help: "Write the entries that were refused to this YAML file, as they are, to be corrected and brought in again.",
        completion: .file())
    var refused: String?

    @OptionGroup var server: ServerOptions

    func validate() throws {
        try CSVOutput.check([report, diff], refused: refused, of: path, keepsOthers: skipBad && !dryRun, readsTwice: false)
    }

    func run() async throws {
        let result: CatalogResult
        do {
            result = try await server.withDatabase { [path, demoPassword, options] database in
                let importCatalog = ImportCatalog(database: database, hasher: PasswordHasher(), world: .live)
                return try await importCatalog(path, options, password: demoPassword)
            }
        } catch let error as CatalogFaults {
            for fault in error.faults { print(fault) }
            print("\(error.faults.count) faults; nothing was changed.")
            throw ExitCode.failure
        }
        try write(report, RefusedEntry.header, result.faults.map(\.record))
        try write(diff, CatalogDifference.header, result.differences.map(\.record))
        try write(refused, "", [result.refusedText])
        if dryRun { show(result.differences) }
        tell(result)
        if !result.faults.isEmpty { throw ExitCode.failure }
    }

    private static let differencesShown = 20

    private var options: CatalogOptions {
        var options = CatalogOptions()
        (options.isDryRun, options.skipsBad, options.replacesOthers) = (dryRun, skipBad, replace)
        return options
    }

    private func write(_ path: String?, _ header: String, _ records: [String]) throws {
        guard let path else { return }
        let output = try CSVOutput(path: path, header: header)
        for record in records { try output.add(record) }
        try output.close()
    }

    private func show(_ differences: [CatalogDifference]) {
        for one in differences.prefix(Self.differencesShown) {
            guard let column = one.column else {
                print("\(one.kind) \(one.name): new")
                continue
            }
            print("\(one.kind) \(one.name) \(column): \(one.before ?? "(none)") → \(one.after ?? "(none)")")
        }
        if differences.count > Self.differencesShown {
            print(diff.map { "… and more: see \($0)" } ?? "… and more: --diff FILE has all of it")
        }
    }

    private func tell(_ result: CatalogResult) {
        for entry in result.faults { print(entry.fault) }
        guard result.isKept || dryRun && (result.faults.isEmpty || skipBad) else {
            print("\(result.faults.count) faults; nothing was changed.")
            return
        }
        let outcome = result.outcome
        print(
            """
            Added or changed: \(outcome.categories) categories, \(outcome.products) products, \(outcome.listPrices) list prices, \
            \(outcome.accounts) accounts, \(outcome.memberships) memberships, \(outcome.approvalPolicies) approval policies, \
            \(outcome.contractVersions) contract versions, \(outcome.configurationVersions) configuration versions, \
            \(outcome.fits) fits, \(outcome.preApprovedLists) lists of what is approved in advance, \(outcome.passwords) passwords.
            """)
        for contract in result.contracts where contract.state == .published {
            let version = contract.version.map { " as version \($0)" } ?? ""
            print(
                """
                \(contract.number) published\(version): \(contract.added) rules added, \(contract.changed) changed, \
                \(contract.removed) removed.
                """)
            if let line = contract.touches?.line { print(line) }
        }
        if !result.faults.isEmpty {
            let places = [report, refused].compactMap(\.self).joined(separator: ", ")
            let see = places.isEmpty ? "" : ": see \(places)"
            print("\(result.faults.count) faults: \(result.refused) of \(result.read) entries refused\(see).")
        }
        if !result.isKept { print("Nothing was kept.") }
    }
}
