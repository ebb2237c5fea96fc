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
    /// Some of them may have ended: by SKU, what follows those in the caller's catalog.
    case unknownProducts([Fault], successors: [String: String] = [:])
    /// A product that the caller's contracts still hold, but which cannot be ordered any more; another one of their catalog follows it.
    case ended(successor: String)
    /// Parts of a piece, which no quote takes.
    case notWhole([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound, .ended: .notFound
        case .tooLarge: .invalid([Fault("?quantity", "tooLarge", "The total is too large.")])
        case .reversed: .invalid([Fault("?to", "endsBeforeItBegins", "This day is before the one to compare with.")])
        case .unknownProducts(let faults, _), .linesTooLarge(let faults), .notWhole(let faults): .invalid(faults)
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .tooLarge, .linesTooLarge: "amount-too-large"
        case .reversed: "days-reversed"
        case .unknownProducts: "unknown-products"
        case .notWhole: "quantity-not-whole"
        case .ended: "product-ended"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        case .tooLarge, .linesTooLarge: "The total is too large to be stored exactly."
        case .reversed: "The days to compare are the wrong way round."
        case .unknownProducts: "Your contract catalog does not hold some of these products."
        case .notWhole: "What is sold by the piece is sold in whole numbers."
        case .ended(let successor): "This product has ended. \(successor) follows it in your catalog."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .notFound, .tooLarge, .linesTooLarge, .reversed, .notWhole: [:]
        case .unknownProducts(_, let successors): successors.isEmpty ? [:] : ["successors": .object(successors.mapValues(Fact.text))]
        case .ended(let successor): ["successor": .text(successor)]
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
