package import Accounts
import Kernel
import Persistence
package import Postgres

/// What a later room keeps at a contract's prices: rooms look back, so the room of the contracts is told where to look.
package struct ContractAspect: Sendable {
    /// A SELECT of `id` and `number` of the open quotes with a line under the contract.
    package let openQuotes: @Sendable (AccountID, ContractID) -> SQL

    package init(openQuotes: @escaping @Sendable (AccountID, ContractID) -> SQL) {
        self.openQuotes = openQuotes
    }
}

enum ContractAspectQueries {
    static func touched(by contract: ContractID, of account: AccountID, aspect: ContractAspect) -> Query<[TouchedQuote]> {
        let quotes = aspect.openQuotes(account, contract)
        return .all("SELECT q.id::text, q.number FROM (\(quotes)) AS q ORDER BY q.number LIMIT 1000") { row in
            TouchedQuote(id: try row.next(), number: try row.number(.quote))
        }
    }
}
