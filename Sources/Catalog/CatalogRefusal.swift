package import Kernel

/// Why the catalog will not do what was asked.
package enum CatalogRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound(String)
    /// Unit price times quantity cannot be stored exactly.
    case tooLarge
    case unknownProducts([Fault])
    /// Parts of a piece, which no quote takes.
    case notWhole([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .tooLarge: .invalid([Fault("?quantity", "tooLarge", "The total is too large.")])
        case .unknownProducts(let faults), .notWhole(let faults): .invalid(faults)
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .tooLarge: "amount-too-large"
        case .unknownProducts: "unknown-products"
        case .notWhole: "quantity-not-whole"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        case .tooLarge: "The total is too large to be stored exactly."
        case .unknownProducts: "Your contract catalog does not hold some of these products."
        case .notWhole: "What is sold by the piece is sold in whole numbers."
        }
    }
}

extension Product {
    /// What is wrong with a quantity whatever the contract says: a thousandth of a piece costs nothing when it is rounded, and cannot be
    /// delivered. A quote refuses a line with the same fault.
    func fault(with quantity: Quantity, _ pointer: String) -> Fault? {
        guard isCounted, !quantity.isWhole else { return nil }
        return Fault(pointer, "notAMultiple", "This product is sold in whole numbers only.")
    }
}
