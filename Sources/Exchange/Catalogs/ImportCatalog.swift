import Accounts
import Catalog
package import Cryptography
package import Kernel
import Persistence
package import Postgres

/// Loads a supplier's files: staff, categories, products, and customers with their organisation, rules and contracts. What they say is held
/// to the rules of the HTTP interface as a whole first, so that a fault in any leaves everything as it was; then the master catalog is one
/// transaction, and each account one.
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
    ///   - directory: see Catalogs/README.md.
    ///   - password: for everybody in the files who has none.
    /// - Throws: `CatalogFaults` with everything that is wrong with the files.
    package func callAsFunction(_ directory: String, password: String? = nil) async throws -> CatalogOutcome {
        try await callAsFunction(SupplierCatalog.files(in: directory), password: password)
    }

    func callAsFunction(_ files: [SupplierCatalog.File], password: String?) async throws -> CatalogOutcome {
        let (catalog, unread) = SupplierCatalog.read(files)
        let importAccount = ImportCatalogAccount(database: database, world: world, replacesContracts: replacesContracts)
        var faults = try await unread + timeZoneFaults(of: catalog)
        for customer in catalog.accounts { faults += try await importAccount.faults(of: customer, beside: catalog.named) }
        var outcome = CatalogOutcome()
        let (saved, fits) = try await saveMasterCatalog(catalog, faults, inOrderOf: files.map(\.name))
        (outcome.categories, outcome.products, outcome.listPrices) = (saved.categories, saved.products, saved.listPrices)
        outcome.fits = fits
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
    private func timeZoneFaults(of catalog: SupplierCatalog) async throws -> [CatalogFault] {
        var faults: [CatalogFault] = []
        for account in catalog.accounts.map(\.account) {
            if try await database.query(AccountImportQueries.timeZoneExists(account.timeZone)) { continue }
            faults.append(
                CatalogFault(
                    file: "accounts", line: nil, pointer: "/account/timeZone",
                    detail: "\(account.name): \"\(account.timeZone)\" is not a time zone"))
        }
        return faults
    }

    /// - Parameters:
    ///   - faults: found so far; with any, nothing is saved, and all of them are told with what is wrong with the catalog.
    ///   - names: of the files.
    private func saveMasterCatalog(
        _ catalog: SupplierCatalog, _ faults: [CatalogFault], inOrderOf names: [String]
    ) async throws -> (saved: SaveMasterCatalog.Outcome, fits: Int) {
        let now = world.now()
        let staff = catalog.staff.map { Person(id: world.newID(), email: $0.email.text, name: $0.name) }
        let save = SaveMasterCatalog(world: world)
        return try await database.transaction([]) { transaction in
            let plan = try await save.plan(catalog.categories.map(\.said), catalog.products.map(\.said), in: transaction)
            let all = faults + catalog.faults(of: plan)
            guard all.isEmpty else { throw CatalogFaults(faults: all.inOrder(of: names)) }
            let (_, persons) = try await transaction.run(
                AccountImportQueries.addPersons(staff, at: now), AccountImportQueries.persons(withEmails: catalog.staff.map(\.email)))
            let titles = catalog.staff.compactMap { member in
                persons[member.email.text].map { (change: world.newUUID(), person: $0, title: member.title) }
            }
            transaction.enqueue(AccountImportQueries.saveStaff(titles, at: now))
            let saved = try save(plan, in: transaction)
            return (saved, try await ImportFits(world: world)(catalog.fits, in: transaction))
        }
    }
}

extension SupplierCatalog {
    func faults(of plan: SaveMasterCatalog.Plan) -> [CatalogFault] {
        let ofCategories = zip(categories, plan.categoryFaults).flatMap { category, faults in faults.map(category.places.fault) }
        return ofCategories + zip(products, plan.productFaults).flatMap { product, faults in faults.map(product.places.fault) }
    }
}

extension [CatalogFault] {
    /// As a reader comes upon them; those of no file, and of no line, first.
    fileprivate func inOrder(of names: [String]) -> Self {
        let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        return enumerated().sorted { left, right in
            (places[left.element.file] ?? -1, left.element.line ?? 0, left.offset)
                < (places[right.element.file] ?? -1, right.element.line ?? 0, right.offset)
        }.map(\.element)
    }
}
