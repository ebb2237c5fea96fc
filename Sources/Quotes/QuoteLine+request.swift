import Catalog

extension QuoteLine {
    /// What it asks for: of a configured product the very parts that it has.
    var request: LineRequest {
        guard let configuration else { return LineRequest(sku: sku, quantity: quantity) }
        return LineRequest(.configuration(.id(configuration.id), configuration.selection), quantity: quantity)
    }
}
