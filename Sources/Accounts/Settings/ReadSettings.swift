import Kernel
package import Postgres

/// The cost centres and addresses that a caller's units have: their own, and those of the units above.
package struct ReadSettings: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// One more than `limit`, where there are that many.
    package func costCentres(_ caller: Caller, after: CostCentreID?, limit: Int) async throws -> [CostCentre] {
        let scope = try caller.scope(of: .readMembers)
        return try await database.read(
            caller.rowSecurity,
            CostCentreQueries.page(of: caller.account, scope: scope, above: caller.unitsAbove, after: after, limit: limit + 1))
    }

    package func costCentre(_ id: CostCentreID, by caller: Caller) async throws -> CostCentre {
        let scope = try caller.scope(of: .readMembers)
        let found = try await database.read(caller.rowSecurity, CostCentreQueries.find(id, in: caller.account))
        guard let found, caller.hasUse(of: found.unit, in: scope) else { throw OrganisationRefusal.notFound }
        return found
    }

    /// One more than `limit`, where there are that many.
    package func addresses(_ caller: Caller, after: AddressID?, limit: Int) async throws -> [Address] {
        let scope = try caller.scope(of: .readMembers)
        return try await database.read(
            caller.rowSecurity,
            AddressQueries.page(of: caller.account, scope: scope, above: caller.unitsAbove, after: after, limit: limit + 1))
    }

    package func address(_ id: AddressID, by caller: Caller) async throws -> Address {
        let scope = try caller.scope(of: .readMembers)
        let found = try await database.read(caller.rowSecurity, AddressQueries.find(id, in: caller.account))
        guard let found, caller.hasUse(of: found.unit, in: scope) else { throw OrganisationRefusal.notFound }
        return found
    }
}

extension Caller {
    /// Whether what a unit has is there for this caller: the unit is in the scope, or above one of the caller's own.
    fileprivate func hasUse(of unit: UnitID, in scope: Scope) -> Bool {
        scope.covers(unit) || unitsAbove.contains(unit)
    }
}
