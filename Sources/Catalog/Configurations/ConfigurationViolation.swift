package import Kernel

/// What keeps a selection from being a configuration. `place` is that of the choice in the selection; nil where a default is concerned, or
/// what is missing.
package enum ConfigurationViolation: Sendable, Hashable {
    case unknownSlot(String, place: Int)
    /// None of the slot's alternatives, or outside the reader's assortment: which of these is not told (rule 19).
    case notAnAlternative(slot: String, place: Int)
    /// A product a second time in the slot, or one in a slot that was to stay empty.
    case twice(slot: String, place: Int)
    case belowMinimum(sku: String, least: Quantity, place: Int)
    case aboveMaximum(sku: String, most: Quantity, place: Int)
    case notWhole(sku: String, place: Int)
    case slotBelowMinimum(slot: String, least: Quantity, place: Int?)
    case slotAboveMaximum(slot: String, most: Quantity, place: Int?)
    /// - Parameter needed: those of the rule that the reader could choose.
    case requires(part: String, needed: [String], place: Int?)
    case excludes(part: String, other: String, place: Int?)
    case tooManyTogether(parts: [String], most: Quantity, place: Int?)

    /// - Parameter pointer: of the selection in the body.
    package func fault(at pointer: String) -> Fault {
        func fault(_ place: Int?, _ member: String, _ code: String, _ detail: Sentence) -> Fault {
            Fault(place.map { "\(pointer)/\($0)\(member)" } ?? pointer, code, detail)
        }
        return switch self {
        case .unknownSlot(let slot, let place): fault(place, "/slot", "unknownSlot", "The configuration has no slot “\(slot)”.")
        case .notAnAlternative(let slot, let place):
            fault(place, "/sku", "notAnAlternative", "The slot “\(slot)” does not offer this product.")
        case .twice(let slot, let place): fault(place, "", "twice", "The slot “\(slot)” has this already, or was to stay empty.")
        case .belowMinimum(let sku, let least, let place):
            fault(place, "/quantity", "belowMinimum", "At least \(least) of \(sku) in a set.")
        case .aboveMaximum(let sku, let most, let place):
            fault(place, "/quantity", "aboveMaximum", "At most \(most) of \(sku) in a set.")
        case .notWhole(let sku, let place):
            fault(place, "/quantity", "notAMultiple", Sentence("\(sku) comes in whole numbers only." as String))
        case .slotBelowMinimum(let slot, let least, let place):
            fault(place, "", "slotBelowMinimum", "The slot “\(slot)” needs at least \(least).")
        case .slotAboveMaximum(let slot, let most, let place):
            fault(place, "", "slotAboveMaximum", "The slot “\(slot)” holds at most \(most).")
        case .requires(let part, let needed, let place):
            fault(place, "", "partRequired", Self.sentence(part, needs: needed))
        case .excludes(let part, let other, let place):
            fault(place, "", "partsExcluded", "\(part) does not go together with \(other).")
        case .tooManyTogether(let parts, let most, let place):
            fault(place, "", "tooManyTogether", "At most \(most) of \(parts.joined(separator: ", ")) together.")
        }
    }

    private static func sentence(_ part: String, needs needed: [String]) -> Sentence {
        needed.isEmpty
            ? "\(part) needs a part that your contract catalog does not hold."
            : "\(part) needs \(needed.count > 1 ? "one of " : "")\(needed.joined(separator: ", "))."
    }
}
