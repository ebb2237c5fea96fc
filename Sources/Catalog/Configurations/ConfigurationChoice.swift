package import Kernel

/// What a buyer chooses for a slot. A slot that nothing is chosen for takes its default.
package struct ConfigurationChoice: Sendable, Equatable, Hashable {
    package let slot: String
    /// Nil: the slot stays empty.
    package let sku: String?
    /// For one set; nil for as many as are usual.
    package let quantity: Quantity?

    package init(slot: String, sku: String?, quantity: Quantity? = nil) {
        self.slot = slot
        self.sku = sku
        self.quantity = quantity
    }
}

/// All that a buyer says of a configuration's slots.
package struct ConfigurationSelection: Sendable, Equatable, Hashable {
    package let choices: [ConfigurationChoice]
    /// Whether slots that nothing is chosen for stay empty: that of a line that has been put together before, so that nothing is changed
    /// silently when the defaults are others by now.
    package let isWhole: Bool

    package init(_ choices: [ConfigurationChoice] = [], isWhole: Bool = false) {
        self.choices = choices
        self.isWhole = isWhole
    }

    /// Every slot as it is where nobody chooses.
    package static let defaults = ConfigurationSelection()
}

/// A product in a slot, and how many of it in one set.
package struct ChosenPart: Sendable, Equatable, Hashable {
    package let slot: String
    package let sku: String
    package let quantity: Quantity
    /// Where it stands in the selection; nil for a default.
    let place: Int?

    package init(slot: String, sku: String, quantity: Quantity, place: Int? = nil) {
        self.slot = slot
        self.sku = sku
        self.quantity = quantity
        self.place = place
    }
}
