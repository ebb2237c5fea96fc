package import Catalog
import FoundationEssentials
package import Kernel

/// A product in a quote at the price that was shown, with the receipt that explains it.
package struct QuoteLine: Sendable, Equatable {
    /// Counts up; a line keeps its number as long as it is there. The number of the last line is given again once that is removed.
    package let position: Int
    package let product: ProductID
    package let sku: String
    package let name: String
    package let unitOfMeasure: String
    package let quantity: Quantity
    package let unitPrice: Money
    package let lineTotal: Money
    package let contract: ContractID?
    package let contractVersion: Int?
    /// The receipt's canonical text.
    package let receipt: String
    /// Of a configured product, which is one line with its parts under it; `product` is what it is built on.
    package let configuration: ConfiguredLine?
    /// What the parts of a configured product count for; nil of a product by itself, and of lines from before that was kept.
    let shares: [LineShare]?

    init(
        position: Int, product: ProductID, sku: String, name: String, unitOfMeasure: String, quantity: Quantity, unitPrice: Money,
        lineTotal: Money, contract: ContractID?, contractVersion: Int?, receipt: String, configuration: ConfiguredLine? = nil,
        shares: [LineShare]? = nil
    ) {
        self.position = position
        self.product = product
        self.sku = sku
        self.name = name
        self.unitOfMeasure = unitOfMeasure
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.lineTotal = lineTotal
        self.contract = contract
        self.contractVersion = contractVersion
        self.receipt = receipt
        self.configuration = configuration
        self.shares = shares
    }

    init(position: Int, product: Product, quantity: Quantity, price: Price) throws {
        self.init(
            position: position, product: product.id, sku: product.sku, name: product.name, unitOfMeasure: product.unitOfMeasure,
            quantity: quantity, unitPrice: price.unitPrice, lineTotal: price.lineTotal, contract: price.contract.id,
            contractVersion: price.contract.version, receipt: try price.receipt.canonical())
    }

    init(position: Int, price: ConfigurationPrice) throws {
        let base = price.set.base
        self.init(
            position: position, product: base.id, sku: base.sku, name: base.name, unitOfMeasure: base.unitOfMeasure, quantity: price.sets,
            unitPrice: price.unitPrice, lineTotal: price.lineTotal, contract: price.contract?.id,
            contractVersion: price.contract?.version, receipt: try price.receipt.canonical(), configuration: price.line,
            shares: price.shares)
    }

    /// The same with another quantity, or other parts.
    /// - Throws: `QuoteRefusal.lines` for parts of what has none.
    func request(_ quantity: Quantity, _ selection: ConfigurationSelection?) throws(QuoteRefusal) -> LineRequest {
        guard let selection else { return LineRequest(request.item, quantity: quantity) }
        guard let configuration else {
            throw .lines([Fault("/selection", "notConfigured", "This line is a product by itself.")])
        }
        return LineRequest(.configuration(.id(configuration.id), selection), quantity: quantity)
    }
}
