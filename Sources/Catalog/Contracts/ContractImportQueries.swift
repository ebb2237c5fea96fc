package import Accounts
package import Kernel
import Persistence
package import Postgres

/// Publishing a contract's version in a few statements, whatever its size.
package enum ContractImportQueries {
    /// What is stored of a contract with a number.
    package struct Stored: Sendable {
        package let id: ContractID
        package let latestVersion: Int
        package let digest: Digest?
        /// Of all that was agreed; nil for a version whose rules say as much.
        package let content: String?
    }

    /// The contract with a number and its latest version, locked against a second one who would publish the next version.
    package static func forPublishing(_ number: String, of account: AccountID) -> Query<Stored?> {
        .optional(
            """
            SELECT c.id, coalesce(v.version, 0), v.content_digest, v.content
            FROM contracts AS c
            LEFT JOIN LATERAL (
                SELECT v.version, v.content_digest, v.content
                FROM contract_versions AS v
                WHERE v.account_id = c.account_id AND v.contract_id = c.id
                ORDER BY v.version DESC
                LIMIT 1
            ) AS v ON true
            WHERE c.account_id = \(account) AND c.number = \(number)
            FOR NO KEY UPDATE OF c
            """
        ) { row in Stored(id: try row.next(), latestVersion: try row.next(), digest: try row.next(), content: try row.next()) }
    }

    package static func add(_ draft: ContractDraft, _ id: ContractID, to account: AccountID, unit: UnitID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
            VALUES (\(account), \(id), \(draft.number), \(draft.name), \(unit), \(draft.currency), \(now))
            """)
    }

    package static func publish(
        _ draft: ContractDraft, as version: Int, of contract: ContractID, in account: AccountID, content: String? = nil, at now: Instant
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO contract_versions (account_id, contract_id, version, valid_from, valid_to, price_hold_days, payment_terms,
                best_price, content_digest, content, published_at)
            VALUES (\(account), \(contract), \(version), \(draft.validFrom), \(draft.validTo), \(draft.priceHoldDays),
                \(draft.paymentTerms), \(draft.isBestPrice), \(draft.digest), \(content), \(now))
            """)
    }

    package static func assortment(_ draft: ContractDraft, of key: ContractVersionKey, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
            SELECT \(account), \(key.contract), \(key.version)::bigint, r.position, r.effect, r.selector, r.value
            FROM unnest(\(draft.assortment.map(\.effect.rawValue)), \(draft.assortment.map(\.selector.kind)),
                \(draft.assortment.map(\.selector.value))) WITH ORDINALITY AS r (effect, selector, value, position)
            """)
    }

    package static func rules(_ draft: ContractDraft, of key: ContractVersionKey, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO price_rules (account_id, contract_id, version, position, kind, selector, value, priority, cumulative)
            SELECT \(account), \(key.contract), \(key.version)::bigint, r.position, r.kind, r.selector, r.value, r.priority, r.cumulative
            FROM unnest(\(draft.rules.map(\.position)), \(draft.rules.map(\.kind.rawValue)), \(draft.rules.map(\.selector.kind)),
                \(draft.rules.map(\.selector.value)), \(draft.rules.map(\.priority)), \(draft.rules.map(\.isCumulative)))
                AS r (position, kind, selector, value, priority, cumulative)
            """)
    }

    package static func quantities(_ draft: ContractDraft, of key: ContractVersionKey, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO quantity_rules (account_id, contract_id, version, selector, value, minimum, maximum, multiple)
            SELECT \(account), \(key.contract), \(key.version)::bigint, q.selector, q.value, q.minimum, q.maximum, q.multiple
            FROM unnest(\(draft.quantities.map(\.selector.kind)), \(draft.quantities.map(\.selector.value)),
                \(draft.quantities.map(\.minimum)), \(draft.quantities.map(\.maximum)), \(draft.quantities.map(\.multiple)))
                AS q (selector, value, minimum, maximum, multiple)
            """)
    }

    package static func tiers(_ draft: ContractDraft, of key: ContractVersionKey, in account: AccountID) -> Query<Void> {
        var positions: [Int] = []
        var quantities: [Quantity] = []
        var prices: [StoredAmount?] = []
        var discounts: [Percentage?] = []
        for rule in draft.rules {
            for tier in rule.tiers {
                positions.append(rule.position)
                quantities.append(tier.from)
                switch tier.value {
                case .price(let price):
                    prices.append(price.stored)
                    discounts.append(nil)
                case .discount(let discount):
                    prices.append(nil)
                    discounts.append(discount)
                }
            }
        }
        return Query(
            """
            INSERT INTO price_tiers (account_id, contract_id, version, position, from_quantity, unit_price, discount_percent)
            SELECT \(account), \(key.contract), \(key.version)::bigint, t.position, t.from_quantity, t.unit_price, t.discount_percent
            FROM unnest(\(positions), \(quantities), \(prices), \(discounts)) AS t (position, from_quantity, unit_price, discount_percent)
            """)
    }
}
