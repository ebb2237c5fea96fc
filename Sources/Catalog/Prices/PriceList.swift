package import Kernel

/// The contracts in force for a unit on a day, with their price books: all that the price function needs to know besides the product.
package struct PriceList: Sendable {
    package let on: LocalDate
    package let currency: Currency
    /// Nearest unit first, then by number: what is otherwise equal is decided by this order, not by that of a query's answer.
    package let contracts: [Contract]
    /// The contracts in their order, each with its book.
    let entries: [(contract: Contract, book: PriceBook)]

    package init(on: LocalDate, currency: Currency, contracts: [Contract], books: [PriceBook]) {
        self.on = on
        self.currency = currency
        self.contracts = contracts.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
        let known = Dictionary(books.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        entries = self.contracts.compactMap { contract in known[contract.key].map { (contract, $0) } }
    }

    var booksInForce: [PriceBook] { entries.map(\.book) }

    /// Whether a line's price may depend on the lines beside it.
    package var hasCumulativeRules: Bool { entries.contains { $0.book.hasCumulativeRules } }
}
