package import Accounts
package import Kernel
package import Postgres

/// Reads how far commitments and rebates of a contract have come.
package struct ReadUtilisation: Sendable {
    private let database: Database
    private let contracts: ReadContracts
    private let aspect: PurchaseAspect
    private let world: World

    package init(database: Database, contracts: ReadContracts, aspect: PurchaseAspect, world: World) {
        self.database = database
        self.contracts = contracts
        self.aspect = aspect
        self.world = world
    }

    /// - Parameter day: nil for today. The periods that hold it are counted, whole.
    /// - Throws: `ContractRefusal.ordersBeyondScope` where the sums would tell of orders that the caller does not read (rule 20).
    package func callAsFunction(_ key: ContractKey, on day: LocalDate?, by caller: Caller) async throws -> ContractUtilisation {
        let record = try await contracts(key, by: caller)
        guard try caller.scope(of: .readOrders).covers(record.unit) else { throw ContractRefusal.ordersBeyondScope }
        let today = try await database.read(caller.rowSecurity, ContractQueries.stamp(of: caller, on: day, now: world.now())).day
        guard let version = record.version(on: today), let days = record.span else { throw ContractRefusal.notInForce(today) }
        let content = try await contracts.content(of: version.number, of: record, by: caller).content
        let windows = ContractUtilisation.windows(of: content, on: today, in: days)
        let purchases = try await ordered(windows, of: record, by: caller)
        return ContractUtilisation(record, version: version.number, content, on: today, windows: windows, purchases: purchases)
    }

    private func ordered(
        _ windows: [ContractUtilisation.Window], of record: ContractRecord, by caller: Caller
    ) async throws -> [ContractUtilisation.Purchases] {
        guard let first = windows.map(\.days.first).min() else { return [] }
        let lasts = windows.map(\.days.last)
        let last = lasts.contains(nil) ? nil : lasts.compactMap(\.self).max()
        let question = PurchaseAspect.Question(
            account: caller.account, contract: record.id, timeZone: caller.timeZone, days: DaySpan(from: first, to: last))
        return try await database.read(
            caller.rowSecurity,
            ContractUtilisationQueries.purchases(windows, of: question, in: record.currency, aspect: aspect))
    }
}
