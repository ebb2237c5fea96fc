import Accounts
import Catalog
import Kernel
import Persistence
import Postgres

/// Takes YAML files of the supplier's into the database, in one transaction: all of what they say, or what of it is right.
struct TakeCatalog: Sendable {
    let database: Database
    let world: World

    /// - Parameters:
    ///   - author: one of the supplier's people, whose permission is asked for in the transaction; nil for a command.
    ///   - settings: of the transaction, beside who its author is.
    ///   - finish: done at the end of a transaction that keeps something.
    func callAsFunction(
        _ files: CatalogFiles, _ options: CatalogOptions, setsPasswords: Bool = false, by author: PersonID? = nil,
        settings: [Setting] = [], finish: (CatalogResult, borrowing Transaction) async throws -> Void = { _, _ in }
    ) async throws -> CatalogResult {
        do {
            return try await database.transaction(AccountScope(person: author?.uuid).settings + settings) { transaction in
                if let author { try await transaction.check(.manageCatalog, of: author) }
                var result = CatalogResult()
                result.read = files.count
                guard let found = try await sort(files, options, &result, transaction) else {
                    result.isHeldBack = true
                    throw NothingKept(result: result)
                }
                try await save(found.catalog, found.plan, options, &result, transaction)
                if setsPasswords {
                    result.withoutPassword = try await transaction.run(AccountImportQueries.withoutPassword(found.catalog.emails))
                    result.outcome.passwords = result.withoutPassword.count
                }
                // What the database itself refuses is to be known of a dry run too.
                try await transaction.flush()
                guard !options.isDryRun else { throw NothingKept(result: result) }
                result.isKept = true
                try await finish(result, transaction)
                return result
            }
        } catch let nothing as NothingKept {
            return nothing.result
        }
    }

    private struct NothingKept: Error {
        let result: CatalogResult
    }

    /// What of the files can be taken; nil where that is nothing.
    private func sort(
        _ files: CatalogFiles, _ options: CatalogOptions, _ result: inout CatalogResult, _ transaction: borrowing Transaction
    ) async throws -> (catalog: SupplierCatalog, plan: SaveMasterCatalog.Plan)? {
        try await transaction.run(MasterProductQueries.waitForTurn)
        let words = files.words
        let known = try await transaction.knownCatalog(among: words)
        let emails: [String] = words.filter { $0.contains("@") && !$0.utf8.contains(0) }.map { $0.lowercased() }
        let staff: [String] = try await transaction.run(CatalogImportQueries.staff(among: emails))
        var sorting = CatalogSorting(files)
        while true {
            try Task.checkCancellation()
            let (catalog, unread) = files.read(leavingOut: sorting.leftOut, known: known, staff: Set(staff))
            let plan = try await SaveMasterCatalog(world: world).plan(
                catalog.categories.map(\.said), catalog.products.map(\.said), in: transaction)
            var faults = unread + catalog.faults(of: plan)
            for customer in catalog.accounts {
                faults += try await importAccount(options).faults(of: customer, beside: catalog.named, in: transaction)
            }
            let isWhole = faults.isEmpty
            let goesOn = isWhole || (sorting.leaveOut(faults) && options.skipsBad)
            guard isWhole || !goesOn else { continue }
            if !sorting.faults.isEmpty { result.refuse(sorting) }
            return isWhole ? (catalog, plan) : nil
        }
    }

    private func importAccount(_ options: CatalogOptions) -> ImportCatalogAccount {
        ImportCatalogAccount(world: world, replacesContracts: options.replacesOthers)
    }

    private func save(
        _ catalog: SupplierCatalog, _ plan: SaveMasterCatalog.Plan, _ options: CatalogOptions, _ result: inout CatalogResult,
        _ transaction: borrowing Transaction
    ) async throws {
        let now = world.now()
        if !catalog.staff.isEmpty {
            let staff = catalog.staff.map { Person(id: world.newID(), email: $0.email.text, name: $0.name) }
            let (_, persons) = try await transaction.run(
                AccountImportQueries.addPersons(staff, at: now), AccountImportQueries.persons(withEmails: catalog.staff.map(\.email)))
            let titles = catalog.staff.compactMap { member in
                persons[member.email.text].map { (change: world.newUUID(), person: $0, title: member.title) }
            }
            transaction.enqueue(AccountImportQueries.saveStaff(titles, at: now))
        }
        let saved = try SaveMasterCatalog(world: world)(plan, in: transaction)
        let fits = try await ImportFits(world: world)(catalog.fits, in: transaction)
        (result.outcome.categories, result.outcome.products) = (saved.categories, saved.products)
        (result.outcome.listPrices, result.outcome.fits) = (saved.listPrices, fits.added + fits.changed)
        (result.added, result.changed) = (plan.added + fits.added, plan.changed + fits.changed)
        result.differences = (plan.differences + fits.differences).map { CatalogDifference($0, at: catalog.place(of: $0)) }
        for customer in catalog.accounts { try await importAccount(options)(customer, &result, transaction) }
    }
}

extension SupplierCatalog {
    func faults(of plan: SaveMasterCatalog.Plan) -> [CatalogFault] {
        let ofCategories = zip(categories, plan.categoryFaults).flatMap { category, faults in faults.map(category.places.fault) }
        return ofCategories + zip(products, plan.productFaults).flatMap { product, faults in faults.map(product.places.fault) }
    }

    fileprivate var emails: [EmailAddress] { staff.map(\.email) + accounts.flatMap { $0.people.map(\.email) } }

    fileprivate func place(of difference: MasterDifference) -> CatalogPlace? {
        switch difference.subject {
        case .category: categories[difference.place].places.root
        case .product: products[difference.place].places.root
        case .fit: fitPlaces[difference.place]
        }
    }
}
