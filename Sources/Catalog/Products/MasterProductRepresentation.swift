import Kernel
import Web

/// As it is put, so that what was read can be put back.
struct MasterProductRepresentation: Encodable {
    let sku: String
    let kind: Product.Kind
    let name: [String: String]
    let description: [String: String]?
    let manufacturer: String?
    let manufacturerPartNumber: String?
    let category: String?
    let unitOfMeasure: String
    let leadTimeDays: Int?
    let status: Product.Status
    let availableFrom: LocalDate?
    let lastBuyUntil: LocalDate?
    let successor: String?
    let attributes: [String: AttributeValue]?
    let images: [ProductDraft.Image]?
    let documents: [ProductDraft.Document]?
    let listPrices: [Money]?
    let createdAt: Instant
    let changedAt: Instant

    init(_ product: MasterProduct) {
        let said = product.said
        sku = said.sku
        kind = said.kind
        name = said.names
        description = said.descriptions.isEmpty ? nil : said.descriptions
        manufacturer = said.manufacturer
        manufacturerPartNumber = said.manufacturerPartNumber
        category = said.category
        unitOfMeasure = said.unitOfMeasure
        leadTimeDays = said.leadTimeDays
        status = said.lifeCycle.stated
        availableFrom = said.lifeCycle.availableFrom
        lastBuyUntil = said.lifeCycle.lastBuyUntil
        successor = said.successor
        attributes = said.attributes.isEmpty ? nil : said.attributes
        images = said.images.isEmpty ? nil : said.images
        documents = said.documents.isEmpty ? nil : said.documents
        listPrices = said.listPrices.isEmpty ? nil : said.listPrices
        createdAt = product.createdAt
        changedAt = product.changedAt
    }
}

struct CatalogChangeRepresentation: Encodable {
    let change: Int
    let version: Int
    let person: String?
    let state: EmbeddedJSON

    init(_ change: CatalogChange) throws {
        self.change = change.change
        version = change.version
        person = change.person?.description
        state = try EmbeddedJSON(change.state)
    }
}
