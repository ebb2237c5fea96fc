package import Accounts
package import Kernel
package import Postgres
import Web

/// Says what fits what, and changes it, by key: all that is said under a key takes the place of what was.
package struct SaveFits: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Parameter skipsBad: whether the others are saved where some cannot be; else all are refused.
    /// - Throws: `ProductRefusal.fits` with everything that is wrong with any, below `/items`.
    package func callAsFunction(
        _ fits: [ProductFit], skipsBad: Bool, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> [MasterUpsert<MasterFit>.Outcome] {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, faults) = try await load(fits, in: transaction)
        if !skipsBad, !faults.allSatisfy(\.isEmpty) { throw ProductRefusal.fits(faults.underItems) }
        let upsert = MasterUpsert(fits, faults: faults, known: known)
        try save(upsert, in: transaction)
        return upsert.outcomes
    }

    /// One fit, which is new where nothing is expected.
    /// - Throws: `ProductRefusal.fits`, `.notFound`; `StaleVersion`, `WebRefusal.versionRequired`.
    package func callAsFunction(
        _ fit: ProductFit, expecting version: Int?, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> (fit: MasterFit, isNew: Bool) {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, faults) = try await load([fit], in: transaction)
        let current = known[fit.key]
        try StaleVersion.check(version, against: current?.version, orMissing: ProductRefusal.notFound("fit"))
        guard faults.allSatisfy(\.isEmpty) else { throw ProductRefusal.fits(faults.flatMap { $0 }) }
        try save(MasterUpsert([fit], known: known), in: transaction)
        guard let saved = try await transaction.run(FitQueries.byKey([fit.key])).first else { throw ProductRefusal.notFound("fit") }
        return (saved, current == nil)
    }

    private func load(
        _ fits: [ProductFit], in transaction: borrowing Transaction
    ) async throws -> (known: [String: MasterFit], faults: [[Fault]]) {
        let (_, known, names, attributes) = try await transaction.run(
            MasterProductQueries.waitForTurn, FitQueries.byKey(fits.map(\.key)),
            ContractRecordQueries.known(ContractNames(fits.flatMap { $0.products + $0.parts })),
            AttributeQueries.named(Array(Set(fits.flatMap(\.sameAttributes)))))
        let byKey = Dictionary(known.map { ($0.said.key, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        let faults = fits.map { fit in
            fit.faults(names, attributes: Set(attributes.map(\.definition.name)))
                + (seen.insert(fit.key).inserted ? [] : [Fault("/key", "givenTwice", "Another of these has this key.")])
        }
        return (byKey, faults)
    }

    private func save(_ upsert: MasterUpsert<MasterFit>, in transaction: borrowing Transaction) throws {
        for query in try FitQueries.save(upsert.changes, at: world.now()) { transaction.enqueue(query) }
    }
}

extension ProductFit {
    /// What it names and there is not.
    fileprivate func faults(_ names: ContractNames, attributes: Set<String>) -> [Fault] {
        let sides = [("/for", products), ("/fits", parts)]
        let unknown = sides.flatMap { pointer, selectors in
            selectors.enumerated().compactMap { names.fault(with: $1, at: "\(pointer)/\($0)/value") }
        }
        return unknown
            + sameAttributes.enumerated().filter { !attributes.contains($0.element) }.map { place, name in
                Fault("/sameAttributes/\(place)", "unknownAttribute", "No category has an attribute \(name).")
            }
    }
}
