/// Which products of the master catalog somebody of the supplier's looks for.
package struct MasterProductFilter: Sendable, Equatable {
    /// The beginning of a SKU, or words of its texts.
    package var text: String?
    /// A UNSPSC prefix.
    package var category: String?
    /// As it was stated: the supplier has no day of its own on which it would be found out.
    package var status: Product.Status?

    package init(text: String? = nil, category: String? = nil, status: Product.Status? = nil) {
        self.text = text
        self.category = category
        self.status = status
    }
}
