package import Accounts
package import Kernel
package import Postgres

/// Reads standard configurations as a caller may order them, at the prices of the one price function; and as the supplier keeps them.
package struct ReadConfigurations: Sendable {
    private let database: Database
    private let priceLists: LoadPriceList
    private let world: World

    package init(database: Database, priceLists: LoadPriceList, world: World) {
        self.database = database
        self.priceLists = priceLists
        self.world = world
    }

    /// Those in force for a unit, by number; one more than `limit` where there are that many.
    /// - Parameter unit: nil: the caller's own.
    package func page(
        in unit: UnitID?, after number: String?, limit: Int, currency: Currency? = nil, language: ReadingLanguage, by caller: Caller
    ) async throws -> [OfferedConfiguration] {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        return try await offered(.all(after: number, limit: limit + 1), in: unit, currency, language: language, by: caller).offers
    }

    /// - Throws: `ConfigurationRefusal.notFound` for one that is not in force for the unit.
    package func callAsFunction(
        _ key: ConfigurationKey, in unit: UnitID?, currency: Currency? = nil, language: ReadingLanguage, by caller: Caller
    ) async throws -> OfferedConfiguration {
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let (offers, _) = try await offered(.these([key]), in: unit, currency, language: language, by: caller)
        guard let offer = offers.first else { throw ConfigurationRefusal.notFound }
        return offer
    }

    /// What so many sets of a selection cost.
    /// - Throws: `ConfigurationRefusal.selection` with every violation, `.notAvailable`, `.tooLarge`.
    package func price(
        _ selection: ConfigurationSelection, of key: ConfigurationKey, sets: Quantity, in unit: UnitID?, currency: Currency? = nil,
        language: ReadingLanguage, by caller: Caller
    ) async throws -> PricedConfiguration {
        let unit = try caller.unit(.readCatalog, in: unit, at: "/unit")
        let (offers, list) = try await offered(.these([key]), in: unit, currency, language: language, by: caller)
        guard let offer = offers.first else { throw ConfigurationRefusal.notFound }
        guard offer.base != nil else { throw ConfigurationRefusal.notAvailable }
        let check = list.check(selection, of: offer.configuration, products: offer.products)
        var faults = check.violations.map { $0.fault(at: "/selection") }
        if !sets.isWhole { faults.append(Fault("/quantity", "notAMultiple", "A configured product is sold in whole numbers only.")) }
        guard faults.isEmpty, let set = ConfiguredSet(offer.configuration, check.parts, products: offer.products) else {
            throw ConfigurationRefusal.selection(faults)
        }
        do {
            return PricedConfiguration(set: set, sets: sets, outcome: try list.price(of: set, sets: sets))
        } catch {
            throw ConfigurationRefusal.tooLarge
        }
    }

    /// As the supplier keeps it, for who writes contracts.
    package func record(_ key: ConfigurationKey, by caller: Caller) async throws -> ConfigurationRecord {
        try caller.toWriteContracts()
        let (found, versions) = try await database.read(
            caller.rowSecurity, ConfigurationQueries.record(key, in: caller.account),
            ConfigurationQueries.versions(key, in: caller.account))
        guard var record = found else { throw ConfigurationRefusal.notFound }
        record.versions = versions
        return record
    }

    private func offered(
        _ choice: ConfigurationQueries.Choice, in unit: UnitID?, _ currency: Currency?, language: ReadingLanguage, by caller: Caller
    ) async throws -> (offers: [OfferedConfiguration], list: PriceList) {
        _ = try caller.scope(of: .readCatalog)
        let currency = currency ?? caller.currency
        let wish = LoadPriceList.Wish(account: caller.account, unit: unit, currency: currency)
        let now = world.now()
        return try await database.transaction(caller.rowSecurity) { transaction in
            let (stamp, found) = try await transaction.run(
                ContractQueries.stamp(of: caller, on: nil, now: now),
                ConfigurationQueries.inForce(choice, for: unit, of: caller, on: nil, now: now))
            let list = try await priceLists(wish, stamp, in: transaction)
            let skus = found.reduce(into: Set<String>()) { $0.formUnion($1.content.skus) }
            let products =
                skus.isEmpty
                ? [] : try await transaction.run(ProductQueries.bySKU(Array(skus), currency: currency, language: language))
            let known = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
            return (found.map { OfferedConfiguration($0, products: known, in: list) }, list)
        }
    }
}
