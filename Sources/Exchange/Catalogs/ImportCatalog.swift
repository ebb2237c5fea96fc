import Accounts
import Catalog
package import Cryptography
package import Kernel
import Persistence
package import Postgres

/// Loads a supplier's files: staff, categories, products, and customers with their organisation, rules and contracts. What they say is held
/// to the rules of the HTTP interface as a whole first, so that a fault in any leaves everything as it was, or leaves out what is faulty;
/// then all of it is one transaction.
package struct ImportCatalog: Sendable {
    let database: Database
    let hasher: PasswordHasher
    let world: World
    let replacesContracts: Bool

    /// - Parameter replacesContracts: whether a contract's file goes over what was published by other means since.
    package init(database: Database, hasher: PasswordHasher, world: World, replacesContracts: Bool = false) {
        self.database = database
        self.hasher = hasher
        self.world = world
        self.replacesContracts = replacesContracts
    }

    /// - Parameters:
    ///   - path: of a folder, or of one file with several documents; see Catalogs/README.md.
    ///   - password: for everybody in the files who has none.
    /// - Throws: `CatalogFaults` with everything that is wrong with the files.
    package func callAsFunction(_ path: String, password: String? = nil) async throws -> CatalogOutcome {
        try await outcome(of: .at(path), password: password)
    }

    func callAsFunction(_ files: [SupplierCatalog.File], password: String?) async throws -> CatalogOutcome {
        let files = files.map { CatalogFile(name: $0.name, text: $0.text) }
        return try await outcome(of: CatalogFiles(files: files, form: .folder), password: password)
    }

    private func outcome(of files: CatalogFiles, password: String?) async throws -> CatalogOutcome {
        let result = try await self(files, options(), password: password)
        guard result.faults.isEmpty else { throw CatalogFaults(faults: result.faults.map(\.fault)) }
        return result.outcome
    }

    private func options() -> CatalogOptions {
        var options = CatalogOptions()
        options.replacesOthers = replacesContracts
        return options
    }

    /// - Throws: `CatalogFaults` where there are no files.
    package func callAsFunction(_ path: String, _ options: CatalogOptions, password: String?) async throws -> CatalogResult {
        try await self(.at(path), options, password: password)
    }

    private func callAsFunction(_ files: CatalogFiles, _ options: CatalogOptions, password: String?) async throws -> CatalogResult {
        let result = try await TakeCatalog(database: database, world: world)(files, options, setsPasswords: password != nil)
        guard result.isKept, let password else { return result }
        let setPassword = SetPassword(database: database, hasher: hasher, world: world)
        for person in result.withoutPassword { try await setPassword(password, of: person) }
        return result
    }
}
