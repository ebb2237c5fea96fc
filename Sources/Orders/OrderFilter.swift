package import Kernel

/// What a list of orders is narrowed to.
package struct OrderFilter: Sendable, Equatable {
    package var state: Order.State?
    package var poNumber: String?
    /// A SKU, part of a line's name, or the number in the system that an order was imported from.
    package var text: String?
    package var from: Instant?
    /// Exclusive.
    package var to: Instant?

    package init(state: Order.State? = nil, poNumber: String? = nil, text: String? = nil, from: Instant? = nil, to: Instant? = nil) {
        self.state = state
        self.poNumber = poNumber
        self.text = text
        self.from = from
        self.to = to
    }
}

/// An order's place in a list, newest first.
package struct OrderPosition: Sendable, Equatable, Codable {
    package let placedAt: Instant
    package let id: OrderID

    package init(placedAt: Instant, id: OrderID) {
        self.placedAt = placedAt
        self.id = id
    }

    package init(_ order: Order) {
        placedAt = order.placedAt
        id = order.id
    }
}
