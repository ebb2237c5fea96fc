import Accounts
import Catalog
package import Cryptography
package import Kernel
import Persistence
package import Postgres

/// Loads a supplier's files: staff, categories, products, and customers with their organisation, rules and contracts. The files are read
/// and checked as a whole first, so that a fault in any leaves everything as it was; then the master catalog is one transaction, and each
/// account one.
package struct ImportCatalog: Sendable {
    let database: Database
    let hasher: PasswordHasher
    let world: World

    package init(database: Database, hasher: PasswordHasher, world: World) {
        self.database = database
        self.hasher = hasher
        self.world = world
    }

    /// - Parameters:
    ///   - directory: see Catalogs/README.md.
    ///   - password: for everybody in the files who has none.
    /// - Throws: `CatalogFaults` with everything that is wrong with the files.
    package func callAsFunction(_ directory: String, password: String? = nil) async throws -> CatalogOutcome {
        try await callAsFunction(SupplierCatalog(directory: directory), password: password)
    }

    func callAsFunction(_ catalog: SupplierCatalog, password: String?) async throws -> CatalogOutcome {
        try await checkTimeZones(of: catalog)
        var outcome = CatalogOutcome()
        try await saveMasterCatalog(catalog, &outcome)
        let importAccount = ImportCatalogAccount(database: database, world: world)
        for customer in catalog.accounts { try await importAccount(customer, &outcome) }
        if let password {
            let emails = catalog.staff.map(\.email) + catalog.accounts.flatMap { $0.people.map(\.email) }
            let setPassword = SetPassword(database: database, hasher: hasher, world: world)
            for person in try await database.query(AccountImportQueries.withoutPassword(emails)) {
                try await setPassword(password, of: person)
                outcome.passwords += 1
            }
        }
        return outcome
    }

    /// Which time zones there are the database knows, so this part of the checking is not the reader's.
    private func checkTimeZones(of catalog: SupplierCatalog) async throws {
        var faults: [CatalogFault] = []
        for account in catalog.accounts.map(\.account) {
            if try await database.query(AccountImportQueries.timeZoneExists(account.timeZone)) { continue }
            faults.append(
                CatalogFault(
                    file: "accounts", line: nil, pointer: "/account/timeZone",
                    detail: "\(account.name): \"\(account.timeZone)\" is not a time zone"))
        }
        guard faults.isEmpty else { throw CatalogFaults(faults: faults) }
    }

    private func saveMasterCatalog(_ catalog: SupplierCatalog, _ outcome: inout CatalogOutcome) async throws {
        let now = world.now()
        let staff = catalog.staff.map { Person(id: world.newID(), email: $0.email.text, name: $0.name) }
        let ids: [ProductID] = catalog.products.map { _ in world.newID() }
        let (categories, products, prices, dropped, fits) = try await database.transaction([]) { transaction in
            let (categories, products, prices, dropped, _, persons) = try await transaction.run(
                CatalogImportQueries.save(catalog.categories), CatalogImportQueries.save(catalog.products, ids: ids, at: now),
                CatalogImportQueries.savePrices(of: catalog.products), CatalogImportQueries.dropOtherPrices(of: catalog.products),
                AccountImportQueries.addPersons(staff, at: now), AccountImportQueries.persons(withEmails: catalog.staff.map(\.email)))
            let titles = catalog.staff.compactMap { member in
                persons[member.email.text].map { (change: world.newUUID(), person: $0, title: member.title) }
            }
            transaction.enqueue(AccountImportQueries.saveStaff(titles, at: now))
            for category in catalog.categories {
                guard let attributes = category.attributes else { continue }
                for query in try AttributeQueries.replace(in: category.code, with: attributes) { transaction.enqueue(query) }
            }
            return (categories, products, prices, dropped, try await ImportFits(world: world)(catalog.fits, in: transaction))
        }
        outcome.categories = categories
        outcome.products = products
        outcome.listPrices = prices + dropped
        outcome.fits = fits
    }
}
