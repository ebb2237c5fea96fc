package import Kernel

/// What a product's attribute says.
package enum AttributeValue: Sendable, Hashable {
    /// Free text, or one of a list.
    case text(String)
    /// At most three decimals; the unit is a UN/ECE Recommendation 20 code.
    case number(Quantity, unit: String?)
    case flag(Bool)
}
