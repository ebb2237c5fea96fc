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
            )
            SELECT p.id, p.sku, p.kind, coalesce(p.names ->> \(language), p.names ->> 'en'),
                coalesce(p.descriptions ->> \(language), p.descriptions ->> 'en'), p.manufacturer, p.manufacturer_part_number,
                p.category_code, coalesce(c.titles ->> \(language), c.titles ->> 'en'), p.unit_of_measure, p.lead_time_days, p.status,
                p.successor_sku, p.attributes::text, l.list_price, l.currency
            FROM products AS p
            LEFT JOIN categories AS c ON c.code = p.category_code
            LEFT JOIN product_prices AS l ON l.product_id = p.id AND l.currency = \(currency)
            WHERE p.status IN ('active', 'lastBuy')
                AND (\(sku)::text IS NULL OR p.sku > \(sku)::text)
                AND (\(pattern)::text IS NULL
                    OR p.sku ILIKE \(pattern)::text OR p.manufacturer_part_number ILIKE \(pattern)::text
                    OR coalesce(p.names ->> \(language), p.names ->> 'en') ILIKE \(pattern)::text)
                AND (\(category)::text IS NULL OR p.category_code LIKE \(category)::text)
                AND (\(filter.manufacturer)::text IS NULL OR p.manufacturer = \(filter.manufacturer)::text)
                AND EXISTS (
                    SELECT
                    FROM in_force AS f
                    CROSS JOIN LATERAL (
                        SELECT bool_or(a.effect = 'include') AND NOT bool_or(a.effect = 'exclude') AS holds
                        FROM (VALUES
                            ('product', p.sku), ('category', p.category_code), ('category', left(p.category_code, 6)),
                            ('category', left(p.category_code, 4)), ('category', left(p.category_code, 2)),
                            ('manufacturer', p.manufacturer), ('everything', '')
                        ) AS s (selector, value)
                        JOIN assortment_rules AS a
                            ON a.account_id = \(account) AND a.contract_id = f.contract_id AND a.version = f.version
                            AND a.selector = s.selector AND a.value = s.value
                    ) AS assortment
                    WHERE assortment.holds
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
