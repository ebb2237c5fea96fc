package import Accounts

/// The state in which a change left a product.
package struct CatalogChange: Sendable, Equatable {
    /// In the order of all changes of the master catalog.
    package let change: Int
    package let version: Int
    /// Who it was; nil where a command did it.
    package let person: PersonID?
    /// JSON object text.
    package let state: String
}
