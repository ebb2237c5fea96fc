package import Accounts
package import Kernel
package import Postgres

/// Makes the price list of the contracts in force. What is remembered costs no round trip of its own: a request reads, with its first
/// statements, the stamp that says whether it still holds (`ContractQueries.stamp`).
package struct LoadPriceList: Sendable {
    private let books = PriceBooks()
    private let memory = ContractMemory()

    package init() {}

    /// Whose prices, in which currency and for which day.
    package struct Wish: Sendable {
        package let account: AccountID
        /// Nil for the root unit.
        package let unit: UnitID?
        package let currency: Currency
        /// Nil for today.
        package let day: LocalDate?

        package init(account: AccountID, unit: UnitID?, currency: Currency, day: LocalDate? = nil) {
            self.account = account
            self.unit = unit
            self.currency = currency
            self.day = day
        }

        /// Nil for another day than today: those are asked for too seldom to be remembered.
        fileprivate var key: ContractMemory.Key? { day == nil ? .init(account: account, unit: unit) : nil }
    }

    /// - Parameter stamp: read in this transaction.
    package func callAsFunction(
        _ wish: Wish, _ stamp: ContractStamp, in transaction: borrowing Transaction
    ) async throws -> PriceList {
        if let (known, list) = remembered(wish), known == stamp { return list }
        let contracts = try await transaction.run(ContractQueries.inForce(account: wish.account, unit: wish.unit, on: stamp.day))
        let ready = try await books(of: contracts, account: wish.account, in: transaction)
        if let key = wish.key { memory.remember(.init(stamp: stamp, contracts: contracts), for: key) }
        return PriceList(on: stamp.day, currency: wish.currency, contracts: contracts, books: ready)
    }

    /// The price books of contracts, each once.
    func books(of contracts: [Contract], account: AccountID, in transaction: borrowing Transaction) async throws -> [PriceBook] {
        let keys = Array(Set(contracts.map(\.key)))
        let ready = books.remembered(keys)
        let known = Set(ready.map(\.key))
        let missing = keys.filter { !known.contains($0) }
        guard !missing.isEmpty else { return ready }
        let currencies = Dictionary(contracts.map { ($0.id, $0.currency) }, uniquingKeysWith: { first, _ in first })
        let (rules, assortments, quantities) = try await transaction.run(
            ContractQueries.rules(account: account, of: missing, currencies: currencies),
            ContractQueries.assortments(account: account, of: missing),
            ContractQueries.quantities(account: account, of: missing))
        let loaded = missing.map {
            PriceBook($0, rules: rules[$0] ?? [], assortment: assortments[$0] ?? [], quantities: quantities[$0] ?? [])
        }
        books.remember(loaded)
        return ready + loaded
    }

    /// What held when it was last asked for, under its stamp; nil where anything of it is forgotten.
    func remembered(_ wish: Wish) -> (ContractStamp, PriceList)? {
        guard let entry = wish.key.flatMap(memory.recall) else { return nil }
        let ready = books.remembered(entry.contracts.map(\.key))
        guard ready.count == entry.contracts.count else { return nil }
        return (entry.stamp, PriceList(on: entry.stamp.day, currency: wish.currency, contracts: entry.contracts, books: ready))
    }
}
