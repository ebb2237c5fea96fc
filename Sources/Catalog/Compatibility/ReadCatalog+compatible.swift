package import Accounts
import Kernel
import Postgres

extension ReadCatalog {
    /// What something is looked for that fits it.
    package enum CompatibleSubject: Sendable {
        /// One that the contracts hold, also one whose life has ended.
        case product(sku: String)
        /// A thing that the customer has: also where no contract holds the product any more.
        case asset(sku: String, isUnderWarranty: Bool)

        fileprivate var sku: String {
            switch self {
            case .product(let sku), .asset(let sku, _): sku
            }
        }

        fileprivate var isUnderWarranty: Bool? { if case .asset(_, let flag) = self { flag } else { nil } }
    }

    /// What fits a product or an asset, of what the caller can order today, priced for one.
    /// - Parameter unit: whose catalog and whose list of what is approved in advance; nil: the caller's own.
    /// - Throws: `CatalogRefusal.notFound` for a product that the caller's contracts do not hold.
    package func compatible(
        with subject: CompatibleSubject, _ wish: CompatibleWish, in unit: UnitID? = nil, by caller: Caller
    ) async throws -> CompatiblePage {
        _ = try caller.scope(of: .readCatalog)
        let unit = try caller.unit(.readCatalog, in: unit, at: "?unit")
        let units = (unit ?? caller.tree.root).map { caller.tree.path(from: $0) } ?? []
        let prices = LoadPriceList.Wish(account: caller.account, unit: unit, currency: wish.catalog.currency ?? caller.currency)
        var (fits, list): ([String: CompatibleFit], PreApprovedList?) = ([:], nil)
        let page = try await find(
            wish.catalog, prices, by: caller,
            knowing: FitQueries.of(subject.sku), PreApprovedQueries.of(units, in: caller.account)
        ) { known, lists, index, prices in
            list = units.first.flatMap { PreApproved(lists, along: units, of: $0).list }
            if case .product(let sku) = subject { try index.expect(sku, heldBy: prices) }
            let compatibility = Compatibility(list: list, fits: known, wish: wish, isUnderWarranty: subject.isUnderWarranty)
            let assortment = index.assortment(of: prices)
            let found = compatibility.found(for: subject.sku, in: index, among: assortment, prices)
            fits = Dictionary(uniqueKeysWithValues: found.map { (index.rows[$0].sku, $1) })
            return assortment.indices.map { found[$0] != nil }
        }
        return CompatiblePage(page: page, fits: fits, list: list)
    }
}

extension CatalogIndex {
    /// A product that the contracts hold, and that could ever be ordered: what fits an ended one remains to be found.
    fileprivate func expect(_ sku: String, heldBy prices: PriceList) throws(CatalogRefusal) {
        guard let ordinal = ordinal(ofSKU: sku), rows[ordinal].lifeCycle.status(on: prices.on) != .announced else {
            throw .notFound("product in your catalog")
        }
        guard prices.includes(product(ordinal, currency: prices.currency, language: "en")) else {
            throw .notFound("product in your catalog")
        }
    }
}
