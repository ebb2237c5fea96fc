/// What an import makes other of one product in one column of the file.
package struct StagedDifference: Sendable, Equatable {
    /// Of the file.
    package let line: Int
    package let sku: String
    /// Of the file, such as `listPrice.USD`; nil for a product that is new, which has one difference and no more.
    package let column: String?
    /// As the file would write it; nil for nothing.
    package let before: String?
    package let after: String?
}
