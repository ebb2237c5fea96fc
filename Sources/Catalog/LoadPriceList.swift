package import Accounts
package import Kernel
package import Postgres

/// Makes the price list of the contracts that a request has read. Books that are not in memory cost one more round trip.
package struct LoadPriceList: Sendable {
    private let books: PriceBooks

    package init(books: PriceBooks) {
        self.books = books
    }

    package func callAsFunction(
        _ found: ContractsInForce, account: AccountID, currency: Currency, in transaction: borrowing Transaction
    ) async throws -> PriceList {
        let keys = found.contracts.map(\.key)
        var ready = books.remembered(keys)
        let missing = keys.filter { key in !ready.contains { $0.key == key } }
        if !missing.isEmpty {
            let currencies = Dictionary(found.contracts.map { ($0.id, $0.currency) }, uniquingKeysWith: { first, _ in first })
            let (rules, assortments) = try await transaction.run(
                ContractQueries.rules(account: account, of: missing, currencies: currencies),
                ContractQueries.assortments(account: account, of: missing))
            let loaded = missing.map { PriceBook($0, rules: rules[$0] ?? [], assortment: assortments[$0] ?? []) }
            books.remember(loaded)
            ready += loaded
        }
        return PriceList(on: found.on, currency: currency, contracts: found.contracts, books: ready)
    }
}
