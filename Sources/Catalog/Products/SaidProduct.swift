/// What a file says of a product, in the words of the HTTP interface.
package struct SaidProduct: Sendable, Equatable {
    package let draft: ProductDraft
    /// Else those stay that the product has.
    package let saysImages: Bool
    package let saysDocuments: Bool
}
