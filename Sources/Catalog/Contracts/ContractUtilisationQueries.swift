package import Accounts
import Kernel
import Persistence
package import Postgres

/// What a later room keeps of what was ordered under a contract: rooms look back, so the room of the contracts is told where to look.
package struct PurchaseAspect: Sendable {
    /// Whose orders are asked for, and of which days, by the account's time zone.
    package struct Question: Sendable {
        package let account: AccountID
        package let contract: ContractID
        package let timeZone: String
        package let days: DaySpan
    }

    /// A SELECT of `day`, `product_id`, `quantity`, `line_total` and `currency` of the lines that were ordered and not cancelled.
    package let lines: @Sendable (Question) -> SQL

    package init(lines: @escaping @Sendable (Question) -> SQL) {
        self.lines = lines
    }
}

enum ContractUtilisationQueries {
    /// What was ordered in each window, in their order.
    static func purchases(
        _ windows: [ContractUtilisation.Window], of question: PurchaseAspect.Question, in currency: Currency, aspect: PurchaseAspect
    ) -> Query<[ContractUtilisation.Purchases]> {
        let endless = LocalDate(year: 9999, month: 12, day: 31)
        return .all(
            """
            WITH lines AS MATERIALIZED (\(aspect.lines(question)))
            SELECT coalesce(sum(l.line_total) FILTER (WHERE l.currency = \(currency)), 0), coalesce(sum(l.quantity), 0)
            FROM unnest(\(windows.map(\.days.first)), \(windows.map { $0.days.last ?? endless ?? $0.days.first }),
                \(windows.map(\.selector.kind)), \(windows.map(\.selector.value)))
                WITH ORDINALITY AS w (first_day, last_day, selector, value, position)
            LEFT JOIN (lines AS l JOIN products AS p ON p.id = l.product_id)
                ON l.day BETWEEN w.first_day AND w.last_day
                AND CASE w.selector
                    WHEN 'product' THEN p.sku = w.value
                    WHEN 'category' THEN starts_with(p.category_code, w.value)
                    WHEN 'manufacturer' THEN p.manufacturer = w.value
                    ELSE true
                END
            GROUP BY w.position
            ORDER BY w.position
            """
        ) { row in .init(revenue: try row.money(in: currency), volume: try row.next()) }
    }
}
