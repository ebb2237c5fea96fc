package import Accounts
import Catalog
package import Kernel
import Ledger
package import Postgres

/// Makes known what was delivered, or corrects what was said of it, by product and serial number. All of them or none.
///
/// What the supplier knows takes the place of what was: delivery, warranty, external id, and the day it was taken back, where one is said.
/// Where a thing stands and who has it is said of a new one only: from then on it is the customer's to say (`ChangeAsset`).
package struct RegisterAssets: Sendable {
    package struct Outcome: Sendable, Equatable {
        package enum Kind: String, Sendable, Codable { case created, changed, unchanged }

        package let asset: Asset
        package let kind: Kind
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `AssetRefusal.invalid` with everything that is wrong with any, below `/items`; `.externalIDTaken`.
    package func callAsFunction(
        _ delivered: [DeliveredAsset], by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> [Outcome] {
        try caller.toRegisterAssets()
        let now = world.now()
        let (today, known, products, holders, costCentres) = try await transaction.run(
            AssetQueries.today(of: caller, at: now), AssetQueries.known(delivered, of: caller, at: now),
            AssetQueries.products(delivered.map(\.sku)),
            AssetQueries.holders(delivered.compactMap(\.holder), of: caller, scope: .account, at: now),
            AssetQueries.costCentres(delivered.compactMap(\.costCentre), of: caller, scope: .account))
        let surroundings = AssetSurroundings(
            products: products, units: Set(caller.tree.units.filter { !caller.tree.isDisabled($0) }), holders: holders,
            costCentres: Set(costCentres))
        let there = Dictionary(known.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let faults = faults(of: delivered, surroundings, there, on: today)
        guard faults.isEmpty else { throw AssetRefusal.invalid(faults) }
        let outcomes = delivered.compactMap { said -> Outcome? in
            if let current = there[Key(said)] {
                let changed = current.corrected(as: said)
                return Outcome(asset: changed, kind: changed == current ? .unchanged : .changed)
            }
            return products[said.sku].map { product in
                Outcome(asset: said.asset(world.newID(), product, holders: holders, on: today), kind: .created)
            }
        }
        try record(outcomes, since: there, by: caller, in: transaction)
        return outcomes
    }

    private struct Key: Hashable {
        let sku: String
        let serialNumber: String

        init(_ asset: Asset) { (sku, serialNumber) = (asset.sku, asset.serialNumber) }
        init(_ said: DeliveredAsset) { (sku, serialNumber) = (said.sku, said.serialNumber) }
    }

    private func faults(
        of delivered: [DeliveredAsset], _ surroundings: AssetSurroundings, _ there: [Key: Asset], on today: LocalDate
    ) -> [Fault] {
        var (seen, externalIDs): (Set<Key>, Set<String>) = ([], [])
        return delivered.enumerated().flatMap { place, said in
            var faults = Fault.days(delivered: said.deliveredOn, warrantyUntil: said.warrantyUntil, retired: said.retiredOn)
            if said.deliveredOn > today { faults.append(Fault("/deliveredOn", "notDelivered", "This day is still to come.")) }
            if surroundings.products[said.sku] == nil {
                faults.append(Fault("/sku", "unknownProduct", "The catalog has no item \(said.sku): a service is no asset."))
            }
            if !seen.insert(Key(said)).inserted {
                faults.append(Fault("/serialNumber", "givenTwice", "Another of these has this product and serial number."))
            }
            if let id = said.externalID, !externalIDs.insert(id).inserted {
                faults.append(Fault("/externalId", "givenTwice", "Another of these has this external id."))
            }
            // Of what is there already it is not taken.
            if there[Key(said)] == nil {
                faults += surroundings.faults(unit: said.unit, holder: said.holder, costCentre: said.costCentre)
            }
            return faults.map { $0.under("/items/\(place)") }
        }
    }

    private func record(
        _ outcomes: [Outcome], since there: [Key: Asset], by caller: Caller, in transaction: borrowing Transaction
    ) throws {
        let (new, changed) = (outcomes.filter { $0.kind == .created }, outcomes.filter { $0.kind == .changed })
        if !new.isEmpty { transaction.enqueue(AssetQueries.save(new.map(\.asset), in: caller.account, at: world.now())) }
        if !changed.isEmpty { transaction.enqueue(AssetQueries.change(changed.map(\.asset), in: caller.account)) }
        let events =
            try new.map { try EventDraft("assetRegistered", "asset", $0.asset.id, AssetSaved($0.asset)) }
            + changed.compactMap { outcome in
                try there[Key(outcome.asset)].map { before in
                    try EventDraft(
                        "assetChanged", "asset", outcome.asset.id, AssetChanged(from: .init(before), to: .init(outcome.asset)))
                }
            }
        if !events.isEmpty { transaction.record(events, in: caller.account.uuid, by: caller.actor, world: world) }
    }
}

extension Asset {
    /// What the supplier knows better.
    fileprivate func corrected(as said: DeliveredAsset) -> Asset {
        var asset = self
        asset.externalID = said.externalID ?? externalID
        asset.deliveredOn = said.deliveredOn
        asset.warrantyUntil = said.warrantyUntil
        asset.retiredOn = said.retiredOn ?? retiredOn
        if asset != self { asset.version += 1 }
        return asset
    }
}

extension DeliveredAsset {
    fileprivate func asset(
        _ id: AssetID, _ product: ProductID, holders: [MembershipID: String], on today: LocalDate
    ) -> Asset {
        Asset(
            id: id, externalID: externalID, product: product, sku: sku, productName: sku, manufacturer: nil, serialNumber: serialNumber,
            unit: unit, holder: holder.map { .init(member: $0, name: holders[$0] ?? "") }, costCentre: costCentre,
            deliveredOn: deliveredOn, warrantyUntil: warrantyUntil, retiredOn: retiredOn, version: 1, asOf: today)
    }
}
