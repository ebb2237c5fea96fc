import Kernel

extension PriceList {
    /// How many products that have followed one another are looked at for one that can be ordered.
    static let successorsFollowed = 16

    /// Whether the assortment of any contract speaks for the product, wherever in its life it is.
    func includes(_ product: Product) -> Bool { holder(of: product) != nil }

    /// The nearest contract whose assortment holds the product.
    func holder(of product: Product) -> Contract? {
        let traits = ProductTraits(product)
        return entries.first { $0.book.reading(traits).isHeld }?.contract
    }

    /// Whether the reader can order the product: what they cannot order does not exist for them (rule 19).
    package func holds(_ product: Product) -> Bool { product.status(on: on).canBeOrdered && includes(product) }

    /// The first of those that follow a product that the reader can order; one that they cannot is not named.
    /// - Parameter known: the product of a SKU.
    func successor(of product: Product, _ known: (String) -> Product?) -> String? {
        var following = product.successor
        for _ in 0..<Self.successorsFollowed {
            guard let next = following.flatMap(known) else { return nil }
            if holds(next) { return next.sku }
            following = next.successor
        }
        return nil
    }
}
