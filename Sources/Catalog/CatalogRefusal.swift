package import Kernel

/// Why the catalog will not do what was asked.
package enum CatalogRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound(String)
    /// Unit price times quantity cannot be stored exactly.
    case tooLarge
    case unknownProducts([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .tooLarge: .invalid([Fault("?quantity", "tooLarge", "The total is too large.")])
        case .unknownProducts(let faults): .invalid(faults)
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .tooLarge: "amount-too-large"
        case .unknownProducts: "unknown-products"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        case .tooLarge: "The total is too large to be stored exactly."
        case .unknownProducts: "Your contract catalog does not hold some of these products."
        }
    }
}
