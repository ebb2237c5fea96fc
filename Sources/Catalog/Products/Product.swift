import FoundationEssentials
package import Kernel

package typealias ProductID = ID<Product>

/// An item or a service of the supplier's master catalog, as one reader sees it: named in one language, with one currency's list price.
package struct Product: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable { case item, service }
    package enum Status: String, Sendable, Codable, CaseIterable {
        case announced, active, lastBuy, ended

        /// An announced product cannot be ordered yet, an ended one no more.
        package var canBeOrdered: Bool { self == .active || self == .lastBuy }
    }

    package let id: ProductID
    package let sku: String
    package let kind: Kind
    package let name: String
    package let description: String?
    package let manufacturer: String?
    package let manufacturerPartNumber: String?
    /// UNSPSC, eight digits.
    package let category: String?
    package let categoryTitle: String?
    /// UN/ECE Recommendation 20 code.
    package let unitOfMeasure: String
    package let leadTimeDays: Int?
    package let lifeCycle: LifeCycle
    package let successor: String?
    /// JSON object text, as it was loaded.
    package let attributes: String
    /// JSON array texts, with their texts in the reader's language; nil where there are none or nobody asked.
    package let images: String?
    package let documents: String?
    /// Nil: price on request, never zero.
    package private(set) var listPrice: Money?
    /// The day that it is of, where a past one was asked for; nil where it is that of now.
    package private(set) var listPriceOn: LocalDate?

    /// The same with the list price of a day.
    func listed(at price: Money?, on day: LocalDate) -> Product {
        var product = self
        (product.listPrice, product.listPriceOn) = (price, day)
        return product
    }

    package func status(on day: LocalDate) -> Status { lifeCycle.status(on: day) }

    /// Whether it is sold by the piece, pair, set or package, and not by a measure such as metres or hours.
    package var isCounted: Bool { Self.isCounted(in: unitOfMeasure) }

    package static func isCounted(in unitOfMeasure: String) -> Bool {
        countingUnits.contains(unitOfMeasure) || unitOfMeasure.utf8.count == 3 && unitOfMeasure.hasPrefix("X")
    }

    /// Of UN/ECE Recommendation 20. Packages are an X before the two characters of Recommendation 21; X1 by itself is a chain, a length.
    private static let countingUnits: Set<String> = ["C62", "EA", "H87", "NPR", "PR", "SET"]

    package init(
        id: ProductID, sku: String, kind: Kind, name: String, description: String?, manufacturer: String?, manufacturerPartNumber: String?,
        category: String?, categoryTitle: String?, unitOfMeasure: String, leadTimeDays: Int?, status: Status, successor: String?,
        attributes: String, listPrice: Money?, availableFrom: LocalDate? = nil, lastBuyUntil: LocalDate? = nil, images: String? = nil,
        documents: String? = nil
    ) {
        self.id = id
        self.sku = sku
        self.kind = kind
        self.name = name
        self.description = description
        self.manufacturer = manufacturer
        self.manufacturerPartNumber = manufacturerPartNumber
        self.category = category
        self.categoryTitle = categoryTitle
        self.unitOfMeasure = unitOfMeasure
        self.leadTimeDays = leadTimeDays
        lifeCycle = LifeCycle(stated: status, availableFrom: availableFrom, lastBuyUntil: lastBuyUntil)
        self.successor = successor
        self.attributes = attributes
        self.images = images
        self.documents = documents
        self.listPrice = listPrice
    }
}
