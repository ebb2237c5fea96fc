package import Kernel
package import Postgres

/// Units with what holds in them, as far as a caller may see.
package struct ReadUnits: Sendable {
    private let database: Database
    private let aspects: [UnitAspect]
    private let steps: CheckSteps
    private let world: World

    /// - Parameter aspects: what later rooms keep of units.
    package init(database: Database, aspects: [UnitAspect], steps: CheckSteps, world: World) {
        self.database = database
        self.aspects = aspects
        self.steps = steps
        self.world = world
    }

    /// One more than `limit`, where there are that many, in the order of their ids.
    package func page(_ caller: Caller, _ filter: UnitFilter, after: UnitID?, limit: Int) async throws -> [UnitWithSettings] {
        let scope = try caller.scope(of: .readMembers)
        return try await database.transaction(caller.rowSecurity) { transaction in
            let units = try await transaction.run(
                UnitQueries.page(of: caller.account, scope: scope, filter: filter, after: after, limit: limit + 1))
            return try await withSettings(units, caller.tree, by: caller, in: transaction)
        }
    }

    /// - Throws: `OrganisationRefusal.notFound`, also for a unit outside the scope.
    package func one(_ id: UnitID, by caller: Caller) async throws -> UnitWithSettings {
        let scope = try caller.scope(of: .readMembers)
        guard caller.sees(id, in: scope) else { throw OrganisationRefusal.notFound }
        return try await database.transaction(caller.rowSecurity) { transaction in
            let path = caller.tree.path(from: id)
            let (units, settings) = try await transaction.run(
                UnitQueries.all(path, of: caller.account),
                UnitAspectQueries.settings(of: path, account: caller.account, aspects: aspects, at: world.now()))
            guard let unit = units.first(where: { $0.id == id }) else { throw OrganisationRefusal.notFound }
            return UnitWithSettings(unit, settings, path: path, in: caller.tree, names: units.names, for: caller)
        }
    }

    /// What disabling a unit would take along.
    package func disabling(_ id: UnitID, by caller: Caller) async throws -> Disabling {
        let scope = try caller.scope(of: .manageUnits)
        guard caller.tree.contains(id), scope.covers(id) else { throw OrganisationRefusal.notFound }
        let below = Array(caller.tree.all(from: id))
        return try await database.transaction(caller.rowSecurity) { transaction in
            let (units, work) = try await transaction.run(
                UnitQueries.all(below, of: caller.account),
                UnitAspectQueries.openWork(in: below, account: caller.account, aspects: aspects, at: world.now()))
            let byID = Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) })
            return Disabling(
                units: below.compactMap { byID[$0] }, work: work,
                stranded: try await steps.stranded(disabling: id, by: caller, in: transaction))
        }
    }

    /// - Parameter tree: one that has these units.
    func withSettings(
        _ units: [Unit], _ tree: UnitTree, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> [UnitWithSettings] {
        let paths = units.map { unit in [unit.id] + (unit.parent.map { tree.path(from: $0) } ?? []) }
        let all = Array(Set(paths.flatMap(\.self)))
        let (settings, above) = try await transaction.run(
            UnitAspectQueries.settings(of: all, account: caller.account, aspects: aspects, at: world.now()),
            UnitQueries.all(all, of: caller.account))
        return zip(units, paths).map { UnitWithSettings($0, settings, path: $1, in: tree, names: above.names, for: caller) }
    }
}

/// What disabling a unit would take along: the unit and those below, what is open there, and the steps for which it is refused.
package struct Disabling: Sendable, Equatable {
    package let units: [Unit]
    package let work: [OpenWork]
    package let stranded: [StrandedStep]
}

/// A unit and what holds in it.
package struct UnitWithSettings: Sendable, Equatable {
    package let unit: Unit
    package let settings: [UnitSetting]
    /// Of this unit and those above it.
    package let names: [UnitID: String]
    /// The unit above it whose being disabled takes this one along, or itself.
    package let isDisabled: Bool

    init(_ unit: Unit, _ settings: [UnitSetting], path: [UnitID], in tree: UnitTree, names: [UnitID: String], for caller: Caller) {
        self.unit = unit
        self.settings = settings.effective(along: path).filter { $0.name != .contract || caller.readsContracts(of: $0.from) }
        self.names = names.filter { path.contains($0.key) }
        isDisabled = unit.disabledAt != nil || unit.parent.map(tree.isDisabled) ?? false
    }
}

extension [Unit] {
    fileprivate var names: [UnitID: String] { Dictionary(map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }) }
}

extension Caller {
    /// Whether the contracts made for a unit are the caller's to read: in their scope, and above their own places, since these hold there.
    fileprivate func readsContracts(of unit: UnitID?) -> Bool {
        guard let unit, let scope = scope(ifPermitted: .readContracts) else { return false }
        return scope.covers(unit) || unitsAbove.contains(unit)
    }

    /// Whether a unit is within a scope; to own a unit is to be a member of it.
    func sees(_ unit: UnitID, in scope: Scope) -> Bool {
        scope.covers(unit) || places.contains { $0.membership.unit == unit && scope.owners.contains($0.membership.id) }
    }
}
