import Kernel
import Web

struct ProductRepresentation: Encodable {
    let sku: String
    let kind: Product.Kind
    let name: String
    let description: String?
    let manufacturer: String?
    let manufacturerPartNumber: String?
    let category: CategoryPart?
    let unitOfMeasure: String
    let leadTimeDays: Int?
    let status: Product.Status
    let availableFrom: LocalDate?
    let lastBuyUntil: LocalDate?
    let successor: String?
    let attributes: EmbeddedJSON?
    let images: EmbeddedJSON?
    let documents: EmbeddedJSON?
    let listPrice: Money?
    /// The caller's price for one; absent where the price is on request.
    let price: Money?
    let contract: ContractPart?
    /// Only among what fits a product or an asset.
    let fit: FitPart?
    /// On the product's own page.
    let actions: [ActionLink]?

    struct CategoryPart: Encodable {
        let code: String
        let title: String?
    }

    /// - Parameter whole: with description and attributes, as on the product's own page.
    init(_ priced: PricedProduct, whole: Bool, fit: FitPart? = nil, actions: [ActionLink]? = nil) throws {
        let product = priced.product
        sku = product.sku
        kind = product.kind
        name = product.name
        description = whole ? product.description : nil
        manufacturer = product.manufacturer
        manufacturerPartNumber = product.manufacturerPartNumber
        category = product.category.map { CategoryPart(code: $0, title: product.categoryTitle) }
        unitOfMeasure = product.unitOfMeasure
        leadTimeDays = product.leadTimeDays
        status = priced.status
        availableFrom = product.lifeCycle.availableFrom
        lastBuyUntil = product.lifeCycle.lastBuyUntil
        successor = priced.successor
        attributes = whole ? try EmbeddedJSON(product.attributes) : nil
        images = whole ? try product.images.map { try EmbeddedJSON($0) } : nil
        documents = whole ? try product.documents.map { try EmbeddedJSON($0) } : nil
        listPrice = product.listPrice
        price = priced.price?.unitPrice
        contract = priced.price.map { ContractPart($0.contract) }
        self.fit = fit
        self.actions = actions
    }
}

struct ContractPart: Encodable {
    let id: ContractID
    let number: String
    let version: Int

    init(_ contract: Contract) {
        id = contract.id
        number = contract.number
        version = contract.version
    }
}
