import Accounts
import Kernel
import Persistence
import Postgres

/// What a list price was on a past day: that of the state in which the day left the product.
enum ListPriceQueries {
    struct PastPrice: Sendable, Equatable {
        let sku: String
        let today: LocalDate
        /// Whether the history knows the product on that day.
        let isKnown: Bool
        /// Nil: there was none.
        let price: Money?
    }

    /// Of each of these, where the day is over in the account's time zone; of a day that is not, nothing.
    static func past(_ skus: [String], on day: LocalDate?, currency: Currency, of caller: Caller, now: Instant) -> Query<[PastPrice]> {
        .all(
            """
            SELECT w.sku, d.today, h.key IS NOT NULL, h.state -> 'listPrices' ->> \(currency.code)
            FROM (
                SELECT e.ends, (\(now) AT TIME ZONE \(caller.timeZone))::date AS today,
                    (SELECT c.change FROM catalog_changes AS c WHERE c.changed_at < e.ends
                    ORDER BY c.changed_at DESC, c.change DESC LIMIT 1)
                FROM (SELECT (\(day)::date + 1)::timestamp AT TIME ZONE \(caller.timeZone)) AS e (ends)
                WHERE e.ends <= \(now)
            ) AS d (ends, today, change)
            CROSS JOIN unnest(\(skus)) AS w (sku)
            LEFT JOIN LATERAL (
                SELECT h.key, h.state
                FROM catalog_history AS h
                WHERE h.subject = 'product' AND h.key = w.sku AND h.change <= d.change
                ORDER BY h.change DESC
                LIMIT 1
            ) AS h ON true
            """
        ) { row in
            let (sku, today, isKnown) = (try row.next(String.self), try row.next(LocalDate.self), try row.next(Bool.self))
            let amount = try row.next(String?.self)
            return PastPrice(sku: sku, today: today, isKnown: isKnown, price: amount.flatMap { Money($0, currency) })
        }
    }
}
