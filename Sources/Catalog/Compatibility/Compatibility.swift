import Kernel

/// What fits one product, of those that a reader may order: pure, found out anew for each request.
struct Compatibility: Sendable {
    /// Of these only what is approved in advance is shown, unless all is asked for.
    let list: PreApprovedList?
    /// Those that speak of the product, by key.
    let fits: [ProductFit]
    let wish: CompatibleWish
    /// Of an asset: whether its warranty is in force. Nil for a product by itself.
    let isUnderWarranty: Bool?

    /// By ordinal.
    /// - Parameter assortment: for each product whether the reader may order it today.
    func found(for sku: String, in index: CatalogIndex, among assortment: [Bool], _ prices: PriceList) -> [Int: CompatibleFit] {
        var found: [Int: CompatibleFit] = [:]
        let subject = index.ordinal(ofSKU: sku)
        for fit in fits where isShown(fit) {
            let marks = CatalogIndex.Marks(ProductSelection(fit.parts), index)
            let same = fit.sameAttributes.map { name in subject.flatMap { index.attribute(name, of: $0) } }
            guard !same.contains(nil) else { continue }
            for ordinal in assortment.indices where assortment[ordinal] && ordinal != subject {
                guard marks.hold(ordinal, index.categoryOf[ordinal], index.manufacturerOf[ordinal]),
                    zip(fit.sameAttributes, same).allSatisfy({ index.attribute($0, of: ordinal) == $1 }),
                    wish.kind.map({ $0 == CompatibleFit.Kind(index.rows[ordinal].kind) }) ?? true
                else { continue }
                found[ordinal] = found[ordinal].map { $0.united(with: fit) } ?? CompatibleFit(fit, index.rows[ordinal].kind)
            }
        }
        guard let list else { return found }
        for ordinal in found.keys {
            let product = index.product(ordinal, currency: prices.currency, language: "en")
            found[ordinal]?.isPreApproved = list.holds(product, on: prices.on)
        }
        return wish.showsAll ? found : found.filter { $0.value.isPreApproved == true }
    }

    private func isShown(_ fit: ProductFit) -> Bool {
        guard let isUnderWarranty, let condition = fit.warranty else { return true }
        return (condition == .inForce) == isUnderWarranty
    }
}

/// How something fits: what the fits say together that name it.
package struct CompatibleFit: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case part, service

        init(_ kind: Product.Kind) { self = kind == .service ? .service : .part }
    }

    package let kind: Kind
    /// By language; of the first fit that has any.
    package private(set) var notes: [String: String]
    /// Nil: whatever the warranty.
    package private(set) var warranty: ProductFit.Warranty?
    /// Nil where the unit has no list.
    package fileprivate(set) var isPreApproved: Bool?

    init(_ fit: ProductFit, _ kind: Product.Kind) {
        self.kind = Kind(kind)
        notes = fit.notes
        warranty = fit.warranty
    }

    func united(with fit: ProductFit) -> CompatibleFit {
        var both = self
        if notes.isEmpty { both.notes = fit.notes }
        if warranty != fit.warranty { both.warranty = nil }
        return both
    }
}

/// What a reader looks for among what fits.
package struct CompatibleWish: Sendable, Equatable {
    package var catalog: CatalogWish
    /// Nil: both.
    package var kind: CompatibleFit.Kind?
    /// Also what is not approved in advance, where a list is kept.
    package var showsAll: Bool

    package init(catalog: CatalogWish = .init(), kind: CompatibleFit.Kind? = nil, showsAll: Bool = false) {
        self.catalog = catalog
        self.kind = kind
        self.showsAll = showsAll
    }
}

/// A page of what fits.
package struct CompatiblePage: Sendable {
    package let page: CatalogPage
    /// By SKU, at least for those of the page.
    package let fits: [String: CompatibleFit]
    /// Nil where nobody from the unit upward keeps a list.
    package let list: PreApprovedList?
}

extension CatalogIndex {
    func attribute(_ name: String, of ordinal: Int) -> AttributeValue? {
        rows[ordinal].attributes.first { $0.name == name }?.value
    }
}
