package import Accounts
package import Kernel
package import Postgres
import Web

/// Adds products to the master catalog and changes those that are there, by SKU: all that is said of a product takes the place of what was.
package struct SaveProducts: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter skipsBad: whether the others are saved where some cannot be; else all are refused.
    /// - Throws: `ProductRefusal.products` with everything that is wrong with any, below `/items`.
    package func callAsFunction(
        _ drafts: [ProductDraft], skipsBad: Bool, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> [MasterUpsert<MasterProduct>.Outcome] {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, surroundings) = try await load(drafts, in: transaction)
        let faults =
            skipsBad
            ? ProductCheck.faultsLeavingOut(drafts, surroundings) : ProductCheck(drafts, surroundings).faults()
        if !skipsBad, !faults.allSatisfy(\.isEmpty) { throw ProductRefusal.products(faults.underItems) }
        let upsert = MasterUpsert(drafts, faults: faults, known: known)
        try save(upsert.changes, known, in: transaction)
        return upsert.outcomes
    }

    /// One product, which is new where nothing is expected.
    /// - Throws: `ProductRefusal.products`, `.notFound`; `StaleVersion`, `WebRefusal.versionRequired`.
    package func callAsFunction(
        _ draft: ProductDraft, expecting version: Int?, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> (product: MasterProduct, isNew: Bool) {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, surroundings) = try await load([draft], in: transaction)
        let faults = ProductCheck([draft], surroundings).faults()
        let current = known[draft.sku]
        try StaleVersion.check(version, against: current?.version, orMissing: ProductRefusal.notFound("product"))
        guard faults.allSatisfy(\.isEmpty) else { throw ProductRefusal.products(faults.flatMap { $0 }) }
        try save(MasterUpsert([draft], known: known).changes, known, in: transaction)
        guard let saved = try await transaction.run(MasterProductQueries.bySKU([draft.sku])).first else {
            throw ProductRefusal.notFound("product")
        }
        return (saved, current == nil)
    }

    private func load(
        _ drafts: [ProductDraft], in transaction: borrowing Transaction
    ) async throws -> (known: [String: MasterProduct], surroundings: ProductSurroundings) {
        let codes = Set(drafts.compactMap(\.category))
        let (_, known, categories, definitions, successors) = try await transaction.run(
            MasterProductQueries.waitForTurn, MasterProductQueries.bySKU(drafts.map(\.sku)),
            CategoryQueries.codes(among: Array(codes)), AttributeQueries.of(Array(Set(codes.flatMap(UNSPSC.chain)))),
            MasterProductQueries.successors(of: drafts.compactMap(\.successor)))
        let defined = AttributeDefinitions(definitions)
        let surroundings = ProductSurroundings(
            categories: Set(categories), defined: { defined.named(for: $0) }, successors: successors)
        let bySKU = Dictionary(known.map { ($0.said.sku, $0) }, uniquingKeysWith: { first, _ in first })
        return (bySKU, surroundings)
    }

    /// - Parameter known: what is there of them. What this stores travels with the commit.
    func save(
        _ changes: [(said: ProductDraft, version: Int)], _ known: [String: MasterProduct], in transaction: borrowing Transaction
    ) throws {
        guard !changes.isEmpty else { return }
        let rows = changes.map { (id: known[$0.said.sku]?.id ?? world.newID(), said: $0.said, version: $0.version) }
        transaction.enqueue(try MasterProductQueries.save(rows, at: world.now()))
        transaction.enqueue(MasterProductQueries.savePrices(of: rows.map(\.said)))
        transaction.enqueue(MasterProductQueries.dropOtherPrices(of: rows.map(\.said)))
    }
}
