package import Kernel

/// Which parts and services fit which products, as the supplier says it. What is not said does not fit: neither a product's successor nor a
/// part's takes anything over.
package struct ProductFit: Sendable, Equatable {
    /// Of an asset: only while its warranty is in force, or only when it is over.
    package enum Warranty: String, Sendable, Codable, CaseIterable { case inForce, over }

    /// The supplier's own name for it, of the form of a SKU.
    package let key: String
    /// The products that it speaks of: any of these.
    package let products: [ProductSelector]
    /// What fits them: any of these.
    package let parts: [ProductSelector]
    /// Names of attributes that both must have, and have the same.
    package let sameAttributes: [String]
    /// Nil: always. For a product by itself it is told, and hides nothing.
    package let warranty: Warranty?
    /// What a buyer should know, by language.
    package let notes: [String: String]
    package let isDisabled: Bool

    package init(
        key: String, products: [ProductSelector], parts: [ProductSelector], sameAttributes: [String] = [], warranty: Warranty? = nil,
        notes: [String: String] = [:], isDisabled: Bool = false
    ) {
        self.key = key
        self.products = products
        self.parts = parts
        self.sameAttributes = sameAttributes
        self.warranty = warranty
        self.notes = notes
        self.isDisabled = isDisabled
    }

    package func note(in language: ReadingLanguage) -> String? { language.text(of: notes) }
}

/// A fit as it stands in the master catalog.
package struct MasterFit: Sendable, Equatable {
    package let said: ProductFit
    package let version: Int
    package let createdAt: Instant
    package let changedAt: Instant
}

extension MasterFit: MasterRecord {
    package static func key(of said: ProductFit) -> String { said.key }
}
