/// What the master catalog has of the words of a file, beside what the file brings itself.
package struct KnownCatalog: Sendable, Equatable {
    package let names: ContractNames
    /// Whether a product is sold in whole numbers only, by SKU.
    package let isCounted: [String: Bool]
    /// Names of attributes that a category has.
    package let attributes: Set<String>

    package static let nothing = KnownCatalog(names: ContractNames(), isCounted: [:], attributes: [])
}
