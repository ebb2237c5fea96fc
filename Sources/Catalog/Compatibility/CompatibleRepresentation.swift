package import Accounts
package import Kernel
package import Web

/// Products of the contract catalog, each with how it fits.
package struct CompatiblePageRepresentation: Encodable {
    let items: [ProductRepresentation]
    let next: String?
    let total: Int
    let facets: CatalogPageRepresentation.FacetsPart?
    let spelling: String?
    /// The unit whose list of what is approved in advance holds here; absent where there is none.
    let preApprovedFrom: UnitID?

    package init(_ found: CompatiblePage, language: ReadingLanguage) throws {
        let page = found.page
        items = try page.items.map { priced in
            let fit = found.fits[priced.product.sku].map { FitPart($0, language: language) }
            return try ProductRepresentation(priced, whole: false, fit: fit)
        }
        next = try page.next.map { try Cursor.text($0) }
        total = page.total
        facets = page.facets.map(CatalogPageRepresentation.FacetsPart.init)
        spelling = page.isSpeltNearly ? "similar" : nil
        preApprovedFrom = found.list?.unit
    }
}

/// How a product fits.
struct FitPart: Encodable {
    let kind: CompatibleFit.Kind
    let note: String?
    let warranty: ProductFit.Warranty?
    let preApproved: Bool?

    init(_ fit: CompatibleFit, language: ReadingLanguage) {
        kind = fit.kind
        note = language.text(of: fit.notes)
        warranty = fit.warranty
        preApproved = fit.isPreApproved
    }
}

extension CompatibleWish {
    /// What the query parameters of a list ask for.
    package init(_ query: QueryParameters, language: ReadingLanguage, for caller: Caller) {
        let currency = query.optional("currency", .currency) ?? caller.currency
        self.init(
            catalog: CatalogWish(query, limit: query.limit, language: language, currency: currency),
            kind: query.optional("kind", .one(of: CompatibleFit.Kind.self)), showsAll: query.optional("all", .bool) ?? false)
    }

    /// - Throws: `WebRefusal.malformed` for a cursor of a list in another order.
    package func checkedCursor() throws -> CompatibleWish {
        if let after = catalog.after, after.sort != catalog.sort {
            throw WebRefusal.malformed([Fault("?cursor", "notACursor", "This is a cursor of a list in another order.")])
        }
        return self
    }
}
