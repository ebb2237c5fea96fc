import Accounts
import Catalog
import Kernel
import Persistence
import Postgres
import PurveyorTesting

extension Market {
    /// Makes acme's catalog of this market: its products beside those of the cast, its contracts in place of the cast's. A contract at
    /// distance zero is Engineering's, one at a distance of one the root unit's.
    func open(in app: TestApp) async throws {
        let (acme, now) = (app.cast.acme.id, app.clock.now)
        let owner = app.database.owner
        try await owner.query(
            Query<Void>("UPDATE contract_versions SET valid_to = valid_from WHERE account_id = \(acme)"))
        for product in products {
            try await owner.query(
                Query<Void>(
                    """
                    INSERT INTO categories (code, titles) VALUES (\(product.category ?? "43211503"), '{"en": "Category"}')
                    ON CONFLICT DO NOTHING
                    """))
            try await owner.query(
                Query<Void>(
                    """
                    INSERT INTO products (id, sku, kind, names, manufacturer, category_code, unit_of_measure, status,
                        created_at, updated_at)
                    VALUES (\(product.id), \(product.sku), 'item', jsonb_build_object('en', \(product.name)::text), \(product.manufacturer),
                        \(product.category), \(product.unitOfMeasure), \(product.lifeCycle.stated.rawValue), \(now), \(now))
                    """))
            guard let price = product.listPrice else { continue }
            try await owner.query(
                Query<Void>(
                    """
                    INSERT INTO product_prices (product_id, currency, list_price)
                    VALUES (\(product.id), \(price.currency), \(price.stored))
                    """))
        }
        for deal in deals { try await deal.publish(in: app, unit: deal.contract.distance == 0 ? app.cast.engineering : app.cast.root) }
    }
}

extension Market.Deal {
    var draft: ContractDraft {
        ContractDraft(
            number: contract.number, name: contract.name, currency: contract.currency, validFrom: contract.validFrom,
            validTo: contract.validTo, priceHoldDays: contract.priceHoldDays, paymentTerms: contract.paymentTerms,
            isBestPrice: contract.isBestPrice, assortment: assortment, rules: rules, quantities: quantities)
    }

    /// As the next version of the contract, by the statements that publish one.
    func publish(in app: TestApp, unit: Unit, as version: Int = 1, isNew: Bool = true) async throws {
        let (acme, now) = (app.cast.acme.id, app.clock.now)
        let key = ContractVersionKey(contract: contract.id, version: version)
        var statements: [Query<Void>] = []
        if isNew { statements.append(ContractImportQueries.add(draft, contract.id, to: acme, unit: unit.id, at: now)) }
        statements += [
            ContractImportQueries.publish(draft, as: version, of: contract.id, in: acme, at: now),
            ContractImportQueries.assortment(draft, of: key, in: acme), ContractImportQueries.rules(draft, of: key, in: acme),
            ContractImportQueries.tiers(draft, of: key, in: acme), ContractImportQueries.quantities(draft, of: key, in: acme),
        ]
        for statement in statements { try await app.database.owner.query(statement) }
    }
}
