import Catalog
import Kernel

/// What is wrong with one line. A product outside the assortment does not exist for this caller (rule 19), so it is simply unknown.
enum QuoteLineFault: Error {
    case unknown(String)
    case onRequest(String)
    case tooLarge(String)
    /// A thousandth of a piece costs nothing when it is rounded, and cannot be delivered.
    case notWhole(String)
    /// The contract's quantity rule for the product.
    case quantity(QuantityRule.Breach, String)
    case unknownConfiguration(String)
    /// What the configuration is built on is outside the assortment.
    case notAvailable(String)
    /// Parts without a price; with none of them, the configuration itself.
    case partsOnRequest([String], String)
    /// All that is wrong with what was chosen, at the selection's place.
    case selection([ConfigurationViolation], String)

    var faults: [Fault] {
        switch self {
        case .selection(let violations, let pointer): violations.map { $0.fault(at: pointer) }
        default: [fault]
        }
    }

    private var fault: Fault {
        switch self {
        case .unknown(let pointer): Fault(pointer + "/sku", "unknownProduct", "Your contract catalog has no such product.")
        case .onRequest(let pointer): Fault(pointer + "/sku", "priceOnRequest", "This product has no agreed price; ask for one.")
        case .tooLarge(let pointer): Fault(pointer + "/quantity", "tooLarge", "The line's total is too large.")
        case .notWhole(let pointer): Fault(pointer + "/quantity", "notAMultiple", "This product is sold in whole numbers only.")
        case .quantity(.belowMinimum(let least), let pointer):
            Fault(pointer + "/quantity", "belowMinimum", "Your contract sells at least \(least) of this product in a line.")
        case .quantity(.aboveMaximum(let most), let pointer):
            Fault(pointer + "/quantity", "aboveMaximum", "Your contract sells at most \(most) of this product in a line.")
        case .quantity(.notAMultiple(let step), let pointer):
            Fault(pointer + "/quantity", "notAMultiple", "Your contract sells this product in multiples of \(step).")
        case .unknownConfiguration(let pointer):
            Fault(pointer + "/configuration", "unknownConfiguration", "No such configuration is in force for this quote.")
        case .notAvailable(let pointer):
            Fault(pointer + "/configuration", "notAvailable", "Your contract catalog does not hold what this is built on.")
        case .partsOnRequest(let parts, let pointer):
            Fault(
                pointer + "/configuration", "priceOnRequest",
                "\(parts.isEmpty ? "This configuration" : parts.joined(separator: ", ")) has no agreed price; ask for one.")
        case .selection(_, let pointer): Fault(pointer, "selection", "What was chosen does not fit the configuration.")
        }
    }
}
