import ArgumentParser
import Cryptography
import Exchange
import Kernel

struct ImportCatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Load a supplier's catalog, customers and contracts from YAML files.",
        discussion: "Catalogs/README.md describes the files. They are checked as a whole first; a fault in any of them changes nothing.")

    @Argument(help: "The folder, such as Catalogs/it-supplier.", completion: .directory)
    var directory: String

    @Option(help: "A password for everybody in the files who has none. For demonstrations only.")
    var demoPassword: String?

    @Flag(help: "Publish what a contract's file says also after versions that were published by other means, over HTTP say.")
    var replace = false

    @OptionGroup var server: ServerOptions

    func run() async throws {
        do {
            let outcome = try await server.withDatabase { database in
                let importCatalog = ImportCatalog(
                    database: database, hasher: PasswordHasher(), world: .live, replacesContracts: replace)
                return try await importCatalog(directory, password: demoPassword)
            }
            print(
                """
                Added or changed: \(outcome.categories) categories, \(outcome.products) products, \(outcome.listPrices) list prices, \
                \(outcome.accounts) accounts, \(outcome.memberships) memberships, \(outcome.approvalPolicies) approval policies, \
                \(outcome.contractVersions) contract versions, \(outcome.configurationVersions) configuration versions, \
                \(outcome.fits) fits, \(outcome.preApprovedLists) lists of what is approved in advance, \(outcome.passwords) passwords.
                """)
        } catch let error as CatalogFaults {
            for fault in error.faults { print(fault) }
            print("\(error.faults.count) faults; nothing was changed.")
            throw ExitCode.failure
        }
    }
}
