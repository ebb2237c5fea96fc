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

    init(
        position: Int, product: ProductID, sku: String, name: String, unitOfMeasure: String, quantity: Quantity, unitPrice: Money,
        lineTotal: Money, contract: ContractID?, contractVersion: Int?, receipt: String
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
    }

    init(position: Int, product: Product, quantity: Quantity, price: Price) throws {
        self.init(
            position: position, product: product.id, sku: product.sku, name: product.name, unitOfMeasure: product.unitOfMeasure,
            quantity: quantity, unitPrice: price.unitPrice, lineTotal: price.lineTotal, contract: price.contract.id,
            contractVersion: price.contract.version, receipt: try price.receipt.canonical())
    }
}
