package import Accounts
package import Kernel
import Ledger
package import Postgres
package import Web

/// Says in which unit an asset stands, who has it, where it is booked and when it went out of use. It is the customer's to say, by who says
/// what holds in the unit.
package struct ChangeAsset: Sendable {
    package struct Input: Sendable {
        package let unit: UnitID?
        package let holder: Change<MembershipID>
        package let costCentre: Change<CostCentreID>
        package let retiredOn: Change<LocalDate>

        package init(
            unit: UnitID? = nil, holder: Change<MembershipID> = .keep, costCentre: Change<CostCentreID> = .keep,
            retiredOn: Change<LocalDate> = .keep
        ) {
            self.unit = unit
            self.holder = holder
            self.costCentre = costCentre
            self.retiredOn = retiredOn
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `AssetRefusal.notFound`, `.invalid` with everything that is wrong; `StaleVersion`.
    package func callAsFunction(
        _ id: AssetID, _ input: Input, expecting version: Int, language: ReadingLanguage, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> Asset {
        let scope = try caller.scope(of: .manageUnits)
        let now = world.now()
        let (found, holders, costCentres) = try await transaction.run(
            AssetQueries.find(id, of: caller, scope: scope, language: language, lock: true, at: now),
            AssetQueries.holders(Array(input.holder.value), of: caller, scope: scope, at: now),
            AssetQueries.costCentres(Array(input.costCentre.value), of: caller, scope: scope))
        guard let current = found else { throw AssetRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        let surroundings = AssetSurroundings(
            products: [:],
            units: Set(input.unit.map { [$0] } ?? []).filter {
                scope.covers($0) && caller.tree.contains($0) && !caller.tree.isDisabled($0)
            },
            holders: holders, costCentres: Set(costCentres))
        var changed = current
        changed.unit = input.unit ?? current.unit
        changed.holder = input.holder.map { Asset.Holder(member: $0, name: holders[$0] ?? "") }.applied(to: current.holder)
        changed.costCentre = input.costCentre.applied(to: current.costCentre)
        changed.retiredOn = input.retiredOn.applied(to: current.retiredOn)
        let faults =
            surroundings.faults(unit: input.unit, holder: input.holder.value.first, costCentre: input.costCentre.value.first)
            + Fault.days(delivered: changed.deliveredOn, warrantyUntil: nil, retired: changed.retiredOn)
        guard faults.isEmpty else { throw AssetRefusal.invalid(faults) }
        guard changed != current else { return current }
        changed.version += 1
        transaction.enqueue(AssetQueries.change([changed], in: caller.account))
        transaction.record(
            try EventDraft("assetChanged", "asset", id, AssetChanged(from: .init(current), to: .init(changed))), in: caller.account.uuid,
            by: caller.actor, world: world)
        return changed
    }
}

extension Change where Value: Hashable {
    /// What is set; nothing where it is kept or taken away.
    fileprivate var value: Set<Value> { if case .set(let value) = self { [value] } else { [] } }
}
