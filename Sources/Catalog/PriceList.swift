package import Kernel

/// The contracts in force for a unit on a day, with their price books: all that the price function needs to know besides the product.
package struct PriceList: Sendable {
    package let on: LocalDate
    package let currency: Currency
    /// Nearest unit first, then by number: what is otherwise equal is decided by this order, not by that of a query's answer.
    package let contracts: [Contract]
    private let books: [ContractVersionKey: PriceBook]

    package init(on: LocalDate, currency: Currency, contracts: [Contract], books: [PriceBook]) {
        self.on = on
        self.currency = currency
        self.contracts = contracts.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
        self.books = Dictionary(books.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The books of the contracts, in their order.
    var booksInForce: [PriceBook] { contracts.compactMap { books[$0.key] } }

    /// The contracts whose assortment holds the product.
    func contracts(holding selectors: [ProductSelector]) -> [(contract: Contract, book: PriceBook)] {
        contracts.compactMap { contract in
            guard let book = books[contract.key], book.assortmentHolds(selectors) else { return nil }
            return (contract, book)
        }
    }
}
