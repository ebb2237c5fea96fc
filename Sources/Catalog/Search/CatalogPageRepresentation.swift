import Kernel
import Web

/// `total` and `facets` tell of all pages together.
struct CatalogPageRepresentation: Encodable {
    let items: [ProductRepresentation]
    let next: String?
    let total: Int
    let facets: FacetsPart?
    /// Only where nothing was spelt as it was asked for.
    let spelling: String?

    init(_ page: CatalogPage) throws {
        items = try page.items.map { try ProductRepresentation($0, whole: false) }
        next = try page.next.map { try Cursor.text($0) }
        total = page.total
        facets = page.facets.map(FacetsPart.init)
        spelling = page.isSpeltNearly ? "similar" : nil
    }

    struct FacetsPart: Encodable {
        let categories: [CategoryCount]?
        let manufacturers: [ManufacturerCount]?
        let attributes: [AttributeCounts]?
        let price: PriceCounts?

        init(_ facets: CatalogFacets) {
            categories = facets.categories?.map { CategoryCount(code: $0.code, title: $0.title, parent: $0.parent, count: $0.count) }
            manufacturers = facets.manufacturers?.map { ManufacturerCount(name: $0.name, count: $0.count) }
            attributes = facets.attributes?.map(AttributeCounts.init)
            price = facets.price.map(PriceCounts.init)
        }
    }

    struct CategoryCount: Encodable {
        let code: String
        let title: String?
        let parent: String?
        let count: Int
    }

    struct ManufacturerCount: Encodable {
        let name: String
        let count: Int
    }

    struct AttributeCounts: Encodable {
        let name: String
        let label: String
        let kind: AttributeDefinition.Kind
        let unit: String?
        let values: [ValueCount]
        let valueCount: Int

        init(_ attribute: CatalogFacets.Attribute) {
            name = attribute.name
            label = attribute.label
            kind = attribute.kind
            unit = attribute.unit
            values = attribute.values.map { ValueCount(value: $0.value, label: $0.label, count: $0.count) }
            valueCount = attribute.valueCount
        }
    }

    struct ValueCount: Encodable {
        let value: String
        let label: String?
        let count: Int
    }

    struct PriceCounts: Encodable {
        let lowest: Money?
        let highest: Money?
        let onRequest: Int
        let steps: [Step]

        struct Step: Encodable {
            let from: Money
            let to: Money?
            let count: Int
        }

        init(_ price: CatalogFacets.PriceRange) {
            lowest = price.lowest
            highest = price.highest
            onRequest = price.onRequest
            steps = price.steps.map { Step(from: $0.from, to: $0.to, count: $0.count) }
        }
    }
}
