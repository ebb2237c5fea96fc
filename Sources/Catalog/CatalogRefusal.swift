package import Kernel

/// Why the catalog will not do what was asked.
package enum CatalogRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound(String)
    /// Unit price times quantity cannot be stored exactly.
    case tooLarge
    /// The same of lines, each with its place.
    case linesTooLarge([Fault])
    /// A day from which that is after the one to which.
    case reversed
    case unknownProducts([Fault])
    /// Parts of a piece, which no quote takes.
    case notWhole([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .tooLarge: .invalid([Fault("?quantity", "tooLarge", "The total is too large.")])
        case .reversed: .invalid([Fault("?to", "endsBeforeItBegins", "This day is before the one to compare with.")])
        case .unknownProducts(let faults), .linesTooLarge(let faults), .notWhole(let faults): .invalid(faults)
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .tooLarge, .linesTooLarge: "amount-too-large"
        case .reversed: "days-reversed"
        case .unknownProducts: "unknown-products"
        case .notWhole: "quantity-not-whole"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        case .tooLarge, .linesTooLarge: "The total is too large to be stored exactly."
        case .reversed: "The days to compare are the wrong way round."
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
