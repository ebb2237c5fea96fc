package import Accounts
package import Approvals
package import Catalog
package import Kernel
package import Quotes

package typealias OrderID = ID<Order>

/// What the supplier owes: made from exactly one approved revision, or brought in from before.
package struct Order: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable { case received, confirmed, shipped, delivered, closed, held, cancelled }

    /// Where an order comes from.
    package enum Origin: Sendable, Equatable {
        case quote(QuoteID, revision: Int, plan: ApprovalPlanID)
        /// Imported, with the number that it had there.
        case history(externalID: String)
    }

    package let id: OrderID
    package let number: DocumentNumber
    package let origin: Origin
    package let state: State
    package let version: Int
    package let unit: UnitID
    package let requester: MembershipID?
    package let requesterName: String?
    package let poNumber: String?
    package let total: Money
    package let lineCount: Int
    package let placedAt: Instant
    package var lines: [OrderLine]
    /// Nil where that is not known: of orders from before Purveyor.
    package var placed: Placed?

    /// Who ordered, and for whom by delegation.
    package struct Placed: Sendable, Equatable {
        package let by: MembershipID
        package let byName: String
        package let delegation: DelegationID?
        package let delegator: Delegator?
        /// The rep who did it on behalf of `by`; nil where that one did.
        package let enteredBy: EnteredBy?

        /// Who ordered, as a reader is told: "Sofia for Nina".
        package var words: String {
            if let enteredBy { return "\(enteredBy.name) for \(byName)" }
            return delegator.map { "\(byName) for \($0.name)" } ?? byName
        }
    }
}

package struct OrderLine: Sendable, Equatable {
    package let position: Int
    package let product: ProductID
    package let sku: String
    package let name: String
    package let unitOfMeasure: String
    package let quantity: Quantity
    package let unitPrice: Money
    package let lineTotal: Money
    /// Canonical text of the quote's receipt; imported lines have none.
    package let receipt: String?
    /// Of a configured product, with the parts of one set; `product` is what it is built on.
    package let configuration: ConfiguredLine?

    package init(_ line: QuoteLine) {
        self.init(
            position: line.position, product: line.product, sku: line.sku, name: line.name, unitOfMeasure: line.unitOfMeasure,
            quantity: line.quantity, unitPrice: line.unitPrice, lineTotal: line.lineTotal, receipt: line.receipt,
            configuration: line.configuration)
    }

    init(
        position: Int, product: ProductID, sku: String, name: String, unitOfMeasure: String, quantity: Quantity, unitPrice: Money,
        lineTotal: Money, receipt: String?, configuration: ConfiguredLine? = nil
    ) {
        self.position = position
        self.product = product
        self.sku = sku
        self.name = name
        self.unitOfMeasure = unitOfMeasure
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.lineTotal = lineTotal
        self.receipt = receipt
        self.configuration = configuration
    }
}
