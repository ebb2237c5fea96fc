import Accounts
import Catalog
import Cryptography
import FoundationEssentials
import Kernel
import Persistence
import Postgres

/// The rows for which there is no verb yet, written as the owner.
enum CastQueries {
    static func session(
        _ id: UUID, of person: PersonID, token: Digest, at now: Instant, ended: Instant?
    ) -> Query<Void> {
        Query(
            """
            INSERT INTO sessions (token_digest, id, person_id, created_at, expires_at, ended_at)
            VALUES (\(token), \(id), \(person), \(now), \(now + .seconds(Limits.sessionHours * 3600)), \(ended))
            """)
    }

    static func catalog(at world: World) -> [Query<Void>] {
        let now = world.now()
        let categories = CastProduct.categories.map { code, parent, title in
            Query<Void>(
                """
                INSERT INTO categories (code, parent_code, titles)
                VALUES (\(code), \(parent), jsonb_build_object('en', \(title)::text))
                """)
        }
        return categories
            + CastProduct.all.flatMap { product in
                let id = world.newID() as ProductID
                let row = Query<Void>(
                    """
                    INSERT INTO products (id, sku, kind, names, descriptions, manufacturer, manufacturer_part_number, category_code,
                        unit_of_measure, lead_time_days, status, attributes, created_at, updated_at)
                    VALUES (\(id), \(product.sku), \(product.kind), jsonb_build_object('en', \(product.name)::text),
                        jsonb_build_object('en', \("What the \(product.name) is.")::text), \(product.manufacturer),
                        \(product.manufacturer.prefix(1).uppercased() + product.sku), \(product.category), 'H87',
                        \(product.leadTimeDays), \(product.status), jsonb_build_object('colour', 'grey'), \(now), \(now))
                    """)
                guard let price = product.listPrice else { return [row] }
                return [
                    row,
                    Query<Void>(
                        """
                        INSERT INTO product_prices (product_id, currency, list_price)
                        VALUES (\(id), \(Cast.currency), \(price)::text::numeric)
                        """),
                ]
            }
    }

    /// Version 1 of a contract, in force through 2026, holding prices for 30 days.
    static func contract(
        _ id: ContractID, _ number: String, of unit: Unit, _ rules: [CastPriceRule], assortment: [(String, String, String)], at now: Instant
    ) -> [Query<Void>] {
        let account = unit.account
        let head = [
            Query<Void>(
                """
                INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
                VALUES (\(account), \(id), \(number), 'Framework agreement', \(unit.id), \(Cast.currency), \(now))
                """),
            Query<Void>(
                """
                INSERT INTO contract_versions (account_id, contract_id, version, valid_from, valid_to, price_hold_days, payment_terms,
                    best_price, content_digest, published_at)
                VALUES (\(account), \(id), 1, \(Cast.firstDay), \(Cast.lastDay), 30, '30 days net', false,
                    \(SHA256.digest("version 1")), \(now))
                """),
        ]
        let holds = assortment.enumerated().map { index, rule in
            Query<Void>(
                """
                INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
                VALUES (\(account), \(id), 1, \(index + 1), \(rule.0), \(rule.1), \(rule.2))
                """)
        }
        return head + holds + rules.enumerated().flatMap { index, rule in prices(rule, index + 1, of: id, account) }
    }

    private static func prices(_ rule: CastPriceRule, _ position: Int, of id: ContractID, _ account: AccountID) -> [Query<Void>] {
        let isFixed = if case .price? = rule.steps.first { true } else { false }
        let row = Query<Void>(
            """
            INSERT INTO price_rules (account_id, contract_id, version, position, kind, selector, value)
            VALUES (\(account), \(id), 1, \(position), \(isFixed ? "fixed" : "discount"), \(rule.selector), \(rule.value))
            """)
        return [row]
            + rule.steps.map { step in
                let (price, discount, from): (String?, String?, Int) =
                    switch step {
                    case .price(let price, let from): (price, nil, from)
                    case .discount(let discount, let from): (nil, discount, from)
                    }
                return Query<Void>(
                    """
                    INSERT INTO price_tiers (account_id, contract_id, version, position, from_quantity, unit_price, discount_percent)
                    VALUES (\(account), \(id), 1, \(position), \(Quantity(from)), \(price)::text::numeric, \(discount)::text::numeric)
                    """)
            }
    }

    /// A partner with one person, of record for an account.
    static func partner(_ id: PartnerID, _ name: String, paul: PersonID, of account: AccountID, at world: World) -> [Query<Void>] {
        [
            Query("INSERT INTO partners (id, name, created_at) VALUES (\(id), \(name), \(world.now()))"),
            Query(
                """
                INSERT INTO partner_people (partner_id, id, person_id, starts_on, created_at)
                VALUES (\(id), \(world.newUUID()), \(paul), \(Cast.firstDay), \(world.now()))
                """),
            Query(
                """
                INSERT INTO account_partners (account_id, id, partner_id, starts_on, created_at)
                VALUES (\(account), \(world.newUUID()), \(id), \(Cast.firstDay), \(world.now()))
                """),
        ]
    }
}
