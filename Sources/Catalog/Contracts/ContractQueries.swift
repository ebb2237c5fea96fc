package import Accounts
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum ContractQueries {
    /// By what a request knows whether the contracts in force that are remembered still are.
    /// - Parameter day: nil for the account's own day at `now`.
    package static func stamp(of caller: Caller, on day: LocalDate?, now: Instant) -> Query<ContractStamp> {
        .one(
            """
            SELECT coalesce(\(day)::date, (\(now) AT TIME ZONE \(caller.timeZone))::date),
                (SELECT r.revision FROM contract_revisions AS r WHERE r.account_id = \(caller.account))
            """
        ) { row in ContractStamp(day: try row.next(), revision: try row.next()) }
    }

    /// The contracts in force for a unit on a day, from that unit upward (rule 4), each in its latest version that holds on it.
    /// - Parameter unit: nil for the root unit.
    package static func inForce(account: AccountID, unit: UnitID?, on day: LocalDate) -> Query<[Contract]> {
        let asking: SQL = "u.id = \(unit)::uuid OR (\(unit)::uuid IS NULL AND u.parent_id IS NULL)"
        return .all(inForce(account: account, asking: asking, on: day)) { row in
            _ = try row.next(UnitID.self)
            return try contract(&row)
        }
    }

    /// The same for several units, by the unit that asks; one without contracts is absent.
    static func inForce(account: AccountID, units: [UnitID], on day: LocalDate) -> Query<[UnitID: [Contract]]> {
        Query(inForce(account: account, asking: "u.id = ANY(\(units))", on: day)) { rows in
            let pairs = try rows.map { row in (try row.next(UnitID.self), try contract(&row)) }
            return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
        }
    }

    /// - Parameter asking: which units, as a condition on `u`.
    private static func inForce(account: AccountID, asking: SQL, on day: LocalDate) -> SQL {
        """
        WITH RECURSIVE chain AS (
            SELECT u.id AS asking, u.id, u.parent_id, 0 AS distance
            FROM units AS u
            WHERE u.account_id = \(account) AND (\(asking))
            UNION ALL
            SELECT c.asking, u.id, u.parent_id, c.distance + 1
            FROM chain AS c
            JOIN units AS u ON u.account_id = \(account) AND u.id = c.parent_id
        )
        SELECT chain.asking, c.id, c.number, c.name, c.unit_id, chain.distance, c.currency, v.version, v.valid_from, v.valid_to,
            v.price_hold_days, v.payment_terms, v.best_price, c.ended_on
        FROM chain
        JOIN contracts AS c ON c.account_id = \(account) AND c.unit_id = chain.id
        JOIN LATERAL (
            SELECT v.version, v.valid_from, v.valid_to, v.price_hold_days, v.payment_terms, v.best_price
            FROM contract_versions AS v
            WHERE v.account_id = \(account) AND v.contract_id = c.id
                AND v.valid_from <= \(day) AND (v.valid_to IS NULL OR v.valid_to >= \(day))
            ORDER BY v.version DESC
            LIMIT 1
        ) AS v ON true
        WHERE c.ended_on IS NULL OR c.ended_on >= \(day)
        ORDER BY chain.distance, c.number
        """
    }

    /// The price books of published versions: their price rules, their assortments and their quantity rules, to be run together.
    package static func rules(
        account: AccountID, of keys: [ContractVersionKey], currencies: [ContractID: Currency]
    ) -> Query<[ContractVersionKey: [PriceRule]]> {
        Query(
            """
            SELECT r.contract_id, r.version, r.position, r.kind, r.selector, r.value, r.priority, r.cumulative,
                t.from_quantity, t.unit_price, t.discount_percent
            FROM unnest(\(keys.map(\.contract))::uuid[], \(keys.map(\.version))::bigint[]) AS wanted (contract_id, version)
            JOIN price_rules AS r
                ON r.account_id = \(account) AND r.contract_id = wanted.contract_id AND r.version = wanted.version
            JOIN price_tiers AS t
                ON t.account_id = \(account) AND t.contract_id = r.contract_id AND t.version = r.version AND t.position = r.position
            ORDER BY r.contract_id, r.version, r.position, t.from_quantity
            """
        ) { rows in
            var rules = PriceRuleRows(currencies: currencies)
            _ = try rows.map { row in try rules.add(&row) }
            return rules.finished()
        }
    }

    package static func assortments(account: AccountID, of keys: [ContractVersionKey]) -> Query<[ContractVersionKey: [AssortmentRule]]> {
        Query(
            """
            SELECT a.contract_id, a.version, a.effect, a.selector, a.value
            FROM unnest(\(keys.map(\.contract))::uuid[], \(keys.map(\.version))::bigint[]) AS wanted (contract_id, version)
            JOIN assortment_rules AS a
                ON a.account_id = \(account) AND a.contract_id = wanted.contract_id AND a.version = wanted.version
            """
        ) { rows in
            let pairs = try rows.map { row -> (ContractVersionKey, AssortmentRule) in
                let key = ContractVersionKey(contract: try row.next(), version: try row.next())
                let effect = try row.next(String.self)
                let selector = try ProductSelector(kind: row.next(), value: row.next())
                guard let effect = AssortmentRule.Effect(rawValue: effect), let selector else { throw PostgresDecodingError.noRow }
                return (key, AssortmentRule(effect: effect, selector: selector))
            }
            return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
        }
    }

    package static func quantities(account: AccountID, of keys: [ContractVersionKey]) -> Query<[ContractVersionKey: [QuantityRule]]> {
        Query(
            """
            SELECT q.contract_id, q.version, q.selector, q.value, q.minimum, q.maximum, q.multiple
            FROM unnest(\(keys.map(\.contract))::uuid[], \(keys.map(\.version))::bigint[]) AS wanted (contract_id, version)
            JOIN quantity_rules AS q
                ON q.account_id = \(account) AND q.contract_id = wanted.contract_id AND q.version = wanted.version
            """
        ) { rows in
            let pairs = try rows.map { row -> (ContractVersionKey, QuantityRule) in
                let key = ContractVersionKey(contract: try row.next(), version: try row.next())
                guard let selector = try ProductSelector(kind: row.next(), value: row.next()) else { throw PostgresDecodingError.noRow }
                return (
                    key,
                    QuantityRule(selector: selector, minimum: try row.next(), maximum: try row.next(), multiple: try row.next())
                )
            }
            return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
        }
    }

    /// The contracts of units that the scope covers, and of those above, which hold there too; each with the version that holds on the
    /// account's day at `now`, or else its latest; by number. The bodies stay with `rules`.
    /// - Parameters:
    ///   - number: only those after it.
    ///   - limit: nil for all.
    package static func all(
        account: AccountID, scope: Scope, above: [UnitID], after number: String? = nil, limit: Int? = nil, at now: Instant
    ) -> Query<[Contract]> {
        .all(
            """
            SELECT c.id, c.number, c.name, c.unit_id, 0, c.currency, v.version, v.valid_from, v.valid_to, v.price_hold_days,
                v.payment_terms, v.best_price, c.ended_on
            FROM contracts AS c
            JOIN accounts AS a ON a.id = c.account_id
            JOIN LATERAL (
                SELECT v.version, v.valid_from, v.valid_to, v.price_hold_days, v.payment_terms, v.best_price
                FROM contract_versions AS v
                WHERE v.account_id = \(account) AND v.contract_id = c.id
                ORDER BY (\(now) AT TIME ZONE a.time_zone)::date BETWEEN v.valid_from AND coalesce(v.valid_to, 'infinity') DESC,
                    v.version DESC
                LIMIT 1
            ) AS v ON true
            WHERE c.account_id = \(account)
                AND (\(scope.rows(unit: "c.unit_id") { _ in "false" }) OR c.unit_id = ANY(\(above)))
                \(number, then: { "AND c.number COLLATE \"C\" > \($0)" })
            ORDER BY c.number COLLATE "C"
            LIMIT \(limit)::bigint
            """, contract)
    }

    private static func contract(_ row: inout Row) throws -> Contract {
        Contract(
            id: try row.next(), number: try row.next(), name: try row.next(), unit: try row.next(), distance: try row.next(),
            currency: try row.next(), version: try row.next(), validFrom: try row.next(), validTo: try row.next(),
            priceHoldDays: try row.next(), paymentTerms: try row.next(), isBestPrice: try row.next(), endsOn: try row.next())
    }
}

/// Gathers rows, one a tier, into rules.
private struct PriceRuleRows {
    let currencies: [ContractID: Currency]
    private var rules: [ContractVersionKey: [PriceRule]] = [:]
    private var head: Head?
    private var tiers: [PriceRule.Tier] = []

    private struct Head {
        let key: ContractVersionKey
        let position: Int
        let kind: PriceRule.Kind
        let selector: ProductSelector
        let priority: Int
        let isCumulative: Bool
    }

    init(currencies: [ContractID: Currency]) {
        self.currencies = currencies
    }

    mutating func add(_ row: inout Row) throws {
        let key = ContractVersionKey(contract: try row.next(), version: try row.next())
        let position = try row.next(Int.self)
        let kind = PriceRule.Kind(rawValue: try row.next())
        let selector = try ProductSelector(kind: row.next(), value: row.next())
        let priority = try row.next(Int.self)
        let isCumulative = try row.next(Bool.self)
        guard let kind, let selector, let currency = currencies[key.contract] else { throw PostgresDecodingError.noRow }
        if head?.key != key || head?.position != position {
            close()
            head = Head(
                key: key, position: position, kind: kind, selector: selector, priority: priority, isCumulative: isCumulative)
        }
        let from = try row.next(Quantity.self)
        let price = try row.next(StoredAmount?.self)
        let discount = try row.next(Percentage?.self)
        if let price {
            tiers.append(.init(from: from, value: .price(Money(tenThousandths: price.tenThousandths, currency))))
        } else if let discount {
            tiers.append(.init(from: from, value: .discount(discount)))
        }
    }

    mutating func finished() -> [ContractVersionKey: [PriceRule]] {
        close()
        return rules
    }

    private mutating func close() {
        guard let head else { return }
        rules[head.key, default: []].append(
            PriceRule(
                position: head.position, kind: head.kind, selector: head.selector, priority: head.priority,
                isCumulative: head.isCumulative, tiers: tiers))
        tiers = []
        self.head = nil
    }
}
