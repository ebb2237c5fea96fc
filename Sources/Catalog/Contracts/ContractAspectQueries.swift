package import Accounts
import Kernel
import Persistence
package import Postgres

/// What a later room keeps at a contract's prices: rooms look back, so the room of the contracts is told where to look.
package struct ContractAspect: Sendable {
    /// A SELECT of `quote_id`, `number`, `unit_id`, `currency`, `position`, `sku`, `quantity`, `unit_price`, `configuration` and
    /// `priced_on` of the lines of an account's quotes that are not finished.
    package let openLines: @Sendable (AccountID) -> SQL

    package init(openLines: @escaping @Sendable (AccountID) -> SQL) {
        self.openLines = openLines
    }
}

enum ContractAspectQueries {
    /// The lines of open quotes of a unit and all below it, those of the newest quotes first.
    static func openLines(below unit: UnitID, of account: AccountID, limit: Int, aspect: ContractAspect) -> Query<[OpenLine]> {
        .all(
            """
            WITH RECURSIVE below AS (
                SELECT u.id, 0 AS distance FROM units AS u WHERE u.account_id = \(account) AND u.id = \(unit)
                UNION ALL
                SELECT u.id, b.distance + 1
                FROM below AS b
                JOIN units AS u ON u.account_id = \(account) AND u.parent_id = b.id
            )
            SELECT l.quote_id::text, l.number, l.unit_id, b.distance, l.position, l.sku, l.quantity, l.unit_price, l.currency,
                l.configuration::text, l.priced_on
            FROM below AS b
            JOIN (\(aspect.openLines(account))) AS l ON l.unit_id = b.id
            ORDER BY l.number DESC, l.position
            LIMIT \(limit)
            """
        ) { row in
            OpenLine(
                quote: try row.next(), number: try row.number(.quote), unit: try row.next(), distance: try row.next(),
                position: try row.next(), sku: try row.next(), quantity: try row.next(), held: try row.money(),
                configuration: try row.next(String?.self).map { try ConfiguredLine(canonical: $0) }, pricedOn: try row.next())
        }
    }
}
