package import Accounts
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

/// What a reader of the catalog looks for.
package struct CatalogFilter: Sendable, Equatable {
    /// Part of a name, a SKU or a part number, in any case.
    package var text: String?
    /// A UNSPSC prefix.
    package var category: String?
    package var manufacturer: String?

    package init(text: String? = nil, category: String? = nil, manufacturer: String? = nil) {
        self.text = text
        self.category = category
        self.manufacturer = manufacturer
    }
}

package enum ProductQueries {
    /// Products by SKU with the list price in one currency; what is not there is absent. The assortment is not looked at: the price
    /// function does.
    package static func bySKU(_ skus: [String], currency: Currency, language: String) -> Query<[Product]> {
        .all(
            """
            SELECT p.id, p.sku, p.kind, coalesce(p.names ->> \(language), p.names ->> 'en'),
                coalesce(p.descriptions ->> \(language), p.descriptions ->> 'en'), p.manufacturer, p.manufacturer_part_number,
                p.category_code, coalesce(c.titles ->> \(language), c.titles ->> 'en'), p.unit_of_measure, p.lead_time_days, p.status,
                p.successor_sku, p.attributes::text, l.list_price, l.currency
            FROM products AS p
            LEFT JOIN categories AS c ON c.code = p.category_code
            LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
            WHERE p.sku = ANY(\(skus))
            """, product)
    }

    /// A page of what the unit's contracts in force hold, by SKU: included by a rule of a contract and excluded by none of it.
    /// The rules are read once and hashed; per product there are only look-ups (a NULL among them would search the whole table).
    package static func page(
        account: AccountID, unit: UnitID?, now: Instant, filter: CatalogFilter, after sku: String?, limit: Int, currency: Currency,
        language: String
    ) -> Query<[Product]> {
        let pattern = filter.text.map {
            "%" + $0.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        }
        let category = filter.category.map { $0 + "%" }
        return .all(
            """
            WITH RECURSIVE chain AS (
                SELECT u.id, u.parent_id
                FROM units AS u
                WHERE u.account_id = \(account) AND (u.id = \(unit)::uuid OR (\(unit)::uuid IS NULL AND u.parent_id IS NULL))
                UNION ALL
                SELECT u.id, u.parent_id
                FROM chain
                JOIN units AS u ON u.account_id = \(account) AND u.id = chain.parent_id
            ), in_force AS MATERIALIZED (
                SELECT DISTINCT ON (c.id) c.id AS contract_id, v.version
                FROM accounts AS a
                CROSS JOIN chain
                JOIN contracts AS c ON c.account_id = a.id AND c.unit_id = chain.id
                JOIN contract_versions AS v ON v.account_id = a.id AND v.contract_id = c.id
                    AND v.valid_from <= (\(now) AT TIME ZONE a.time_zone)::date
                    AND (v.valid_to IS NULL OR v.valid_to >= (\(now) AT TIME ZONE a.time_zone)::date)
                WHERE a.id = \(account)
                ORDER BY c.id, v.version DESC
            ), assortments AS MATERIALIZED (
                SELECT f.contract_id, a.effect, a.selector, a.value
                FROM in_force AS f
                JOIN assortment_rules AS a ON a.account_id = \(account) AND a.contract_id = f.contract_id AND a.version = f.version
            )
            SELECT p.id, p.sku, p.kind, coalesce(p.names ->> \(language), p.names ->> 'en'),
                coalesce(p.descriptions ->> \(language), p.descriptions ->> 'en'), p.manufacturer, p.manufacturer_part_number,
                p.category_code, coalesce(c.titles ->> \(language), c.titles ->> 'en'), p.unit_of_measure, p.lead_time_days, p.status,
                p.successor_sku, p.attributes::text, l.list_price, l.currency
            FROM products AS p
            LEFT JOIN categories AS c ON c.code = p.category_code
            LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
            WHERE p.status IN ('active', 'lastBuy')
                \(sku, then: { "AND p.sku > \($0)" })
                \(pattern, then: { pattern in
                    """
                    AND (p.sku ILIKE \(pattern) OR p.manufacturer_part_number ILIKE \(pattern)
                        OR coalesce(p.names ->> \(language), p.names ->> 'en') ILIKE \(pattern))
                    """
                })
                \(category, then: { "AND p.category_code LIKE \($0)" })
                \(filter.manufacturer, then: { "AND p.manufacturer = \($0)" })
                AND EXISTS (
                    SELECT
                    FROM in_force AS f
                    CROSS JOIN (VALUES
                        ('product', p.sku), ('category', p.category_code), ('category', left(p.category_code, 6)),
                        ('category', left(p.category_code, 4)), ('category', left(p.category_code, 2)),
                        ('manufacturer', p.manufacturer), ('everything', '')
                    ) AS s (selector, value)
                    WHERE s.value IS NOT NULL
                    GROUP BY f.contract_id
                    HAVING bool_or((f.contract_id, s.selector, s.value) IN (
                            SELECT a.contract_id, a.selector, a.value FROM assortments AS a WHERE a.effect = 'include'))
                        AND NOT bool_or((f.contract_id, s.selector, s.value) IN (
                            SELECT a.contract_id, a.selector, a.value FROM assortments AS a WHERE a.effect = 'exclude'))
                )
            ORDER BY p.sku
            LIMIT \(limit)
            """, product)
    }

    private static func product(_ row: inout Row) throws -> Product {
        let id = try row.next(ProductID.self)
        let sku = try row.next(String.self)
        let kind = Product.Kind(rawValue: try row.next())
        let name = try row.next(String.self)
        let description = try row.next(String?.self)
        let manufacturer = try row.next(String?.self)
        let partNumber = try row.next(String?.self)
        let category = try row.next(String?.self)
        let categoryTitle = try row.next(String?.self)
        let unitOfMeasure = try row.next(String.self)
        let leadTimeDays = try row.next(Int?.self)
        let status = Product.Status(rawValue: try row.next())
        let successor = try row.next(String?.self)
        let attributes = try row.next(String.self)
        guard let kind, let status else { throw PostgresDecodingError.noRow }
        return Product(
            id: id, sku: sku, kind: kind, name: name, description: description, manufacturer: manufacturer,
            manufacturerPartNumber: partNumber, category: category, categoryTitle: categoryTitle, unitOfMeasure: unitOfMeasure,
            leadTimeDays: leadTimeDays, status: status, successor: successor, attributes: attributes,
            listPrice: try row.optionalMoney())
    }
}
