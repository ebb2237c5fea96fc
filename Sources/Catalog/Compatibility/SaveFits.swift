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

    /// What became of one.
    package struct Outcome: Sendable, Equatable {
        package let key: String
        package let kind: SaveProducts.Outcome.Kind
        /// As it is now; nil for one that is not there.
        package let version: Int?
        /// With pointers that begin at the fit.
        package let faults: [Fault]
    }

    /// - Parameter skipsBad: whether the others are saved where some cannot be; else all are refused.
    /// - Throws: `ProductRefusal.fits` with everything that is wrong with any, below `/items`.
    package func callAsFunction(
        _ fits: [ProductFit], skipsBad: Bool, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> [Outcome] {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, faults) = try await load(fits, in: transaction)
        if !skipsBad {
            let all = faults.enumerated().flatMap { place, faults in faults.map { $0.under("/items/\(place)") } }
            guard all.isEmpty else { throw ProductRefusal.fits(all) }
        }
        let good = zip(fits, faults).filter { $0.1.isEmpty }.map(\.0)
        let saved = try save(good, known, in: transaction)
        return zip(fits, faults).map { fit, faults in
            guard faults.isEmpty, let outcome = saved[fit.key] else {
                return Outcome(key: fit.key, kind: .refused, version: known[fit.key]?.version, faults: faults)
            }
            return outcome
        }
    }

    /// One fit, which is new where nothing is expected.
    /// - Throws: `ProductRefusal.fits`, `.notFound`; `StaleVersion`, `WebRefusal.versionRequired`.
    package func callAsFunction(
        _ fit: ProductFit, expecting version: Int?, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> (fit: MasterFit, isNew: Bool) {
        try await transaction.check(.manageCatalog, of: principal)
        let (known, faults) = try await load([fit], in: transaction)
        let current = known[fit.key]
        switch (current?.version, version) {
        case (nil, .some): throw ProductRefusal.notFound("fit")
        case (.some, nil): throw WebRefusal.versionRequired
        case (let current?, let version?) where current != version: throw StaleVersion(current: current)
        default: break
        }
        guard faults.allSatisfy(\.isEmpty) else { throw ProductRefusal.fits(faults.flatMap { $0 }) }
        _ = try save([fit], known, in: transaction)
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

    private func save(
        _ fits: [ProductFit], _ known: [String: MasterFit], in transaction: borrowing Transaction
    ) throws -> [String: Outcome] {
        var outcomes: [String: Outcome] = [:]
        var rows: [(said: ProductFit, version: Int)] = []
        for fit in fits {
            let current = known[fit.key]
            if let current, current.said == fit {
                outcomes[fit.key] = Outcome(key: fit.key, kind: .unchanged, version: current.version, faults: [])
                continue
            }
            let version = (current?.version ?? 0) + 1
            rows.append((fit, version))
            outcomes[fit.key] = Outcome(key: fit.key, kind: current == nil ? .created : .changed, version: version, faults: [])
        }
        for query in try FitQueries.save(rows, at: world.now()) { transaction.enqueue(query) }
        return outcomes
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
