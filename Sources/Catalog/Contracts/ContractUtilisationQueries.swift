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

    /// A SELECT of `day`, `product_id`, `unit_of_measure`, `quantity`, `line_total` and `currency` of the lines that were ordered and not
    /// cancelled, and, negative and of the day of their order, of what came back of them.
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
        return Query(
            """
            WITH lines AS MATERIALIZED (\(aspect.lines(question)))
            SELECT w.position, l.unit_of_measure, coalesce(sum(l.quantity), 0),
                coalesce(sum(sum(l.line_total) FILTER (WHERE l.currency = \(currency))) OVER (PARTITION BY w.position), 0)
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
            GROUP BY w.position, l.unit_of_measure
            ORDER BY w.position, l.unit_of_measure
            """
        ) { rows in
            var found = windows.map { _ in ContractUtilisation.Purchases(revenue: .zero(currency), volumes: []) }
            _ = try rows.map { row in
                let (position, unit) = (try row.next(Int.self), try row.next(String?.self))
                let volume = ContractUtilisation.Purchases.Volume(unitOfMeasure: unit ?? "", quantity: try row.next())
                let volumes = found[position - 1].volumes + (unit == nil ? [] : [volume])
                found[position - 1] = .init(revenue: try row.money(in: currency), volumes: volumes)
            }
            return found
        }
    }
}
