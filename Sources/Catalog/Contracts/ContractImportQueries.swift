package import Accounts
package import Kernel
import Persistence
package import Postgres

/// Publishing a contract's version in a few statements, whatever its size.
package enum ContractImportQueries {
    /// The account has a contract with this number.
    package static func exists(_ number: String, of account: AccountID) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (SELECT FROM contracts AS c WHERE c.account_id = \(account) AND lower(c.number) = lower(\(number)))
            """
        ) { try $0.next() }
    }

    /// The contract with a number, without its draft and versions.
    /// - Parameter lock: against a second one who would write it. Who waited sees only in a later statement what the first one wrote.
    static func contract(_ number: String, of account: AccountID, lock: Bool) -> Query<ContractRecord?> {
        let locking: SQL = lock ? "FOR NO KEY UPDATE OF c" : ""
        return .optional(
            """
            SELECT c.id, c.number, c.name, c.unit_id, c.currency, c.revision, c.ended_on
            FROM contracts AS c
            WHERE c.account_id = \(account) AND lower(c.number) = lower(\(number))
            \(locking)
            """
        ) { row in
            ContractRecord(
                id: try row.next(), number: try row.next(), name: try row.next(), unit: try row.next(), currency: try row.next(),
                revision: try row.next(), endedOn: try row.next(), draft: nil, versions: [])
        }
    }

    /// The versions that files published, the earliest first.
    static func published(_ number: String, of account: AccountID) -> Query<[StoredOffer.Published]> {
        .all(
            """
            SELECT v.version, v.file_digest, v.content_digest
            FROM contracts AS c
            JOIN contract_versions AS v ON v.account_id = c.account_id AND v.contract_id = c.id
            WHERE c.account_id = \(account) AND lower(c.number) = lower(\(number)) AND (v.file_digest IS NOT NULL OR v.content IS NULL)
            ORDER BY v.version
            """
        ) { row in .init(number: try row.next(), said: try row.next(), rules: try row.next()) }
    }

    static func isDisabled(_ unit: UnitID, in account: AccountID) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (SELECT FROM units AS u WHERE u.account_id = \(account) AND u.id = \(unit) AND u.disabled_at IS NOT NULL)
            """
        ) { try $0.next() }
    }

    /// What was published changed the contract: whoever has seen it before has seen another one.
    static func addRevisions(_ count: Int, to contract: ContractID, in account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE contracts SET revision = revision + \(count)
            WHERE account_id = \(account) AND id = \(contract)
            """)
    }

    package static func add(_ draft: ContractDraft, _ id: ContractID, to account: AccountID, unit: UnitID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
            VALUES (\(account), \(id), \(draft.number), \(draft.name), \(unit), \(draft.currency), \(now))
            """)
    }

    package static func publish(
        _ draft: ContractDraft, as version: Int, of contract: ContractID, in account: AccountID, content: String? = nil,
        file: Digest? = nil, at now: Instant
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO contract_versions (account_id, contract_id, version, valid_from, valid_to, price_hold_days, payment_terms,
                best_price, content_digest, content, file_digest, published_at)
            VALUES (\(account), \(contract), \(version), \(draft.validFrom), \(draft.validTo), \(draft.priceHoldDays),
                \(draft.paymentTerms), \(draft.isBestPrice), \(draft.digest), \(content), \(file), \(now))
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
