import Accounts
import Catalog
import Kernel
import Ledger
import Persistence
import Postgres

/// Publishes what a YAML file says of an account's contracts and standard configurations, under the rules of the catalogs' files.
struct ImportContracts: Sendable {
    let database: Database
    let world: World

    /// - Parameters:
    ///   - settings, finish: see `TakeCatalog`.
    /// - Throws: `AccessRefusal`.
    func callAsFunction(
        _ files: CatalogFiles, _ options: CatalogOptions, by caller: Caller, settings: [Setting] = [],
        finish: (CatalogResult, borrowing Transaction) async throws -> Void
    ) async throws -> CatalogResult {
        try caller.toWriteContracts()
        do {
            let scope = AccountScope(account: caller.account.uuid, person: caller.person.uuid).settings
            return try await database.transaction(scope + settings) { transaction in
                var result = CatalogResult()
                result.read = files.count
                let found = try await sort(files, options, caller.account, &result, transaction)
                guard let found else { throw NothingKept(result: result) }
                try await publish(found.catalog, under: found.root, options, by: caller, &result, transaction)
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

    /// What of the file can be published; nil where that is nothing.
    private func sort(
        _ files: CatalogFiles, _ options: CatalogOptions, _ account: AccountID, _ result: inout CatalogResult,
        _ transaction: borrowing Transaction
    ) async throws -> (catalog: SupplierCatalog, root: UnitID)? {
        let units = try await transaction.run(CatalogImportQueries.units(of: account))
        guard let root = units.first(where: \.isRoot)?.id else { throw AccessRefusal.accountNotFound }
        // One that was made over HTTP may have no other name than its id.
        let names = units.compactMap { unit in unit.externalID.map { ($0, unit.id) } } + units.map { ($0.id.description, $0.id) }
        let byName = Dictionary(names, uniquingKeysWith: { first, _ in first })
        let known = try await transaction.knownCatalog(among: files.words)
        let check = ImportCatalogAccount(world: world, replacesContracts: options.replacesOthers)
        var sorting = CatalogSorting(files)
        while true {
            try Task.checkCancellation()
            let (catalog, unread) = files.read(leavingOut: sorting.leftOut, known: known, units: (byName, root))
            let faults =
                try await unread
                + check.faults(of: catalog.contracts, catalog.configurations, in: account, beside: ContractNames(), transaction)
            if faults.isEmpty || !sorting.leaveOut(faults) || !options.skipsBad {
                tell(sorting, &result)
                return faults.isEmpty ? (catalog, root) : nil
            }
        }
    }

    private func tell(_ sorting: CatalogSorting, _ result: inout CatalogResult) {
        guard !sorting.faults.isEmpty else { return }
        result.refuse(sorting)
        let byEntry = Dictionary(grouping: sorting.faults, by: sorting.files.entry)
        for (entry, faults) in byEntry.sorted(by: { ($0.value.first?.line ?? 0) < ($1.value.first?.line ?? 0) }) {
            let name = sorting.files.name(of: entry)
            switch entry.section {
            case "contracts" where entry.place != nil:
                result.contracts.append(.init(refused: name, obstacles: faults.map { "\($0.pointer): \($0.detail)" }))
            case "standardConfigurations" where entry.place != nil:
                result.configurations.append(.init(number: name, state: .refused))
            default: break
            }
        }
    }

    private func publish(
        _ catalog: SupplierCatalog, under root: UnitID, _ options: CatalogOptions, by caller: Caller, _ result: inout CatalogResult,
        _ transaction: borrowing Transaction
    ) async throws {
        let account = caller.account
        let importAccount = ImportCatalogAccount(world: world, replacesContracts: options.replacesOthers)
        let events =
            try await importAccount.publish(catalog.contracts, in: account, &result, transaction)
            + importAccount.publish(catalog.configurations, in: account, unit: root, &result, transaction)
        if !events.isEmpty { transaction.record(events, in: account.uuid, by: caller.actor, world: world) }
    }
}
