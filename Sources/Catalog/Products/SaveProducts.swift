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

    /// What became of one product.
    package struct Outcome: Sendable, Equatable {
        package enum Kind: String, Sendable, Codable { case created, changed, unchanged, refused }

        package let sku: String
        package let kind: Kind
        /// As it is now; nil for one that is not there.
        package let version: Int?
        /// With pointers that begin at the product.
        package let faults: [Fault]
    }

    /// - Parameter skipsBad: whether the others are saved where some cannot be; else all are refused.
    /// - Throws: `ProductRefusal.products` with everything that is wrong with any, below `/items`.
    package func callAsFunction(
        _ drafts: [ProductDraft], skipsBad: Bool, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> [Outcome] {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, surroundings) = try await load(drafts, in: transaction)
        let faults =
            skipsBad
            ? ProductCheck.faultsLeavingOut(drafts, surroundings) : ProductCheck(drafts, surroundings).faults()
        if !skipsBad {
            let all = faults.enumerated().flatMap { place, faults in faults.map { $0.under("/items/\(place)") } }
            guard all.isEmpty else { throw ProductRefusal.products(all) }
        }
        let good = zip(drafts, faults).filter { $0.1.isEmpty }.map(\.0)
        let saved = try save(good, known, in: transaction)
        return zip(drafts, faults).map { draft, faults in
            guard faults.isEmpty, let outcome = saved[draft.sku] else {
                return Outcome(sku: draft.sku, kind: .refused, version: known[draft.sku]?.version, faults: faults)
            }
            return outcome
        }
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
        switch (current?.version, version) {
        case (nil, .some): throw ProductRefusal.notFound("product")
        case (.some, nil): throw WebRefusal.versionRequired
        case (let current?, let version?) where current != version: throw StaleVersion(current: current)
        default: break
        }
        guard faults.allSatisfy(\.isEmpty) else { throw ProductRefusal.products(faults.flatMap { $0 }) }
        _ = try save([draft], known, in: transaction)
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

    /// Those that are right; `known` has what is there of them. What it stores travels with the commit.
    func save(
        _ drafts: [ProductDraft], _ known: [String: MasterProduct], in transaction: borrowing Transaction
    ) throws -> [String: Outcome] {
        var outcomes: [String: Outcome] = [:]
        var rows: [(id: ProductID, said: ProductDraft, version: Int)] = []
        for draft in drafts {
            let current = known[draft.sku]
            if let current, current.said == draft {
                outcomes[draft.sku] = Outcome(sku: draft.sku, kind: .unchanged, version: current.version, faults: [])
                continue
            }
            let version = (current?.version ?? 0) + 1
            rows.append((current?.id ?? world.newID(), draft, version))
            outcomes[draft.sku] = Outcome(sku: draft.sku, kind: current == nil ? .created : .changed, version: version, faults: [])
        }
        guard !rows.isEmpty else { return outcomes }
        transaction.enqueue(try MasterProductQueries.save(rows, at: world.now()))
        transaction.enqueue(MasterProductQueries.savePrices(of: rows.map(\.said)))
        transaction.enqueue(MasterProductQueries.dropOtherPrices(of: rows.map(\.said)))
        return outcomes
    }
}

extension Fault {
    func under(_ pointer: String) -> Fault { Fault(pointer + self.pointer, code, detail) }
}
