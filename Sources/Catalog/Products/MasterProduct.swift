package import Kernel

/// A product with everything that the supplier says of it: in every language, with the list price in every currency.
package struct MasterProduct: Sendable, Equatable {
    package let id: ProductID
    package let said: ProductDraft
    package let version: Int
    package let createdAt: Instant
    package let changedAt: Instant
}

extension MasterProduct: MasterRecord {
    package static func key(of said: ProductDraft) -> String { said.sku }
}

/// What is said of a product when it is put into the master catalog.
package struct ProductDraft: Sendable, Equatable {
    package static let imagesAtMost = 20
    package static let documentsAtMost = 20

    package struct Image: Sendable, Equatable, Codable {
        package let url: String
        /// What it shows, by language.
        package let text: [String: String]?

        package init(url: String, text: [String: String]? = nil) {
            self.url = url
            self.text = text
        }
    }

    package struct Document: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable, CaseIterable { case datasheet, manual, warranty, safety, certificate, other }

        package let kind: Kind
        package let url: String
        /// By language.
        package let title: [String: String]

        package init(kind: Kind, url: String, title: [String: String]) {
            self.kind = kind
            self.url = url
            self.title = title
        }
    }

    package let sku: String
    package let kind: Product.Kind
    /// By language; English is always there.
    package let names: [String: String]
    package let descriptions: [String: String]
    package let manufacturer: String?
    package let manufacturerPartNumber: String?
    /// UNSPSC, eight digits.
    package let category: String?
    /// UN/ECE Recommendation 20 code.
    package let unitOfMeasure: String
    package let leadTimeDays: Int?
    package let lifeCycle: LifeCycle
    package let successor: String?
    package let attributes: [String: AttributeValue]
    package let images: [Image]
    package let documents: [Document]
    /// At most one in a currency; by currency.
    package let listPrices: [Money]

    package init(
        sku: String, kind: Product.Kind, names: [String: String], descriptions: [String: String], manufacturer: String?,
        manufacturerPartNumber: String?, category: String?, unitOfMeasure: String, leadTimeDays: Int?, lifeCycle: LifeCycle,
        successor: String?, attributes: [String: AttributeValue], images: [Image], documents: [Document], listPrices: [Money]
    ) {
        self.sku = sku
        self.kind = kind
        self.names = names
        self.descriptions = descriptions
        self.manufacturer = manufacturer
        self.manufacturerPartNumber = manufacturerPartNumber
        self.category = category
        self.unitOfMeasure = unitOfMeasure
        self.leadTimeDays = leadTimeDays
        self.lifeCycle = lifeCycle
        self.successor = successor
        self.attributes = attributes
        self.images = images
        self.documents = documents
        self.listPrices = listPrices.sorted { $0.currency.code < $1.currency.code }
    }

    /// Letters, digits, hyphens, full stops and underscores, a letter or digit first, at most 40.
    package static func isSKU(_ text: String) -> Bool {
        guard (1...40).contains(text.utf8.count), let first = text.utf8.first, first.isLetterOrDigit else { return false }
        return text.utf8.allSatisfy { $0.isLetterOrDigit || "-._".utf8.contains($0) }
    }
}

extension UInt8 {
    var isLowercase: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }

    var isLetterOrDigit: Bool {
        isLowercase || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
