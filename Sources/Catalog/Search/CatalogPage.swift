package import Kernel

/// A page of the contract catalog.
package struct CatalogPage: Sendable {
    package let items: [PricedProduct]
    /// Where the next page begins; nil on the last.
    package let next: CatalogPosition?
    /// On all pages together.
    package let total: Int
    package let facets: CatalogFacets?
    /// Nothing was written as it was asked for; what is shown is what was found for words that are spelt nearly so.
    package let isSpeltNearly: Bool
}

/// How many of what was found have which value. A facet's own filter does not narrow it, so that a count is what the list has in all
/// when that value is chosen in place of the others.
package struct CatalogFacets: Sendable, Equatable {
    package var categories: [Category]?
    package var manufacturers: [Manufacturer]?
    package var attributes: [Attribute]?
    package var price: PriceRange?

    /// With all below it.
    package struct Category: Sendable, Equatable {
        package let code: String
        package let title: String?
        /// The nearest above it that is counted too.
        package let parent: String?
        package let count: Int
    }

    package struct Manufacturer: Sendable, Equatable {
        package let name: String
        package let count: Int
    }

    package struct Attribute: Sendable, Equatable {
        package let name: String
        package let label: String
        package let kind: AttributeDefinition.Kind
        package let unit: String?
        /// Those that most have, at most `Limits.facetValues`; numbers ascending.
        package let values: [Value]
        /// How many values there are.
        package let valueCount: Int
    }

    package struct Value: Sendable, Equatable {
        package let value: String
        package let label: String?
        package let count: Int
    }

    package struct PriceRange: Sendable, Equatable {
        package let lowest: Money?
        package let highest: Money?
        package let onRequest: Int
        package let steps: [Step]

        /// Both ends inclusive, as the filters are.
        package struct Step: Sendable, Equatable {
            package let from: Money
            package let to: Money?
            package let count: Int
        }
    }
}
