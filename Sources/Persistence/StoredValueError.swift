/// A column holds what its type in Swift cannot: a constraint is missing, or somebody wrote past the service.
package enum StoredValueError: Error, Equatable {
    case notAPercentage(Int64)
    case notADigest(byteCount: Int)
    case notACurrency(String)
    case amountWithoutCurrency
}
