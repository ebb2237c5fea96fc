package import Accounts
import Approvals
import Catalog
import Cryptography
import Kernel
import Quotes
import Web

/// An order in a list.
package struct OrderSummaryRepresentation: Encodable {
    let id: OrderID
    let number: String
    let externalID: String?
    let state: Order.State
    let requester: String?
    /// Who ordered, in words: "Sofia for Nina"; absent of orders from before Purveyor.
    let orderedBy: String?
    let poNumber: String?
    let total: Money
    let lineCount: Int
    let placedAt: Instant
    let actions: [ActionLink]

    package init(_ order: Order, _ caller: Caller) {
        id = order.id
        number = order.number.description
        externalID = order.externalID
        state = order.state
        requester = order.requesterName
        orderedBy = order.placed?.words
        poNumber = order.poNumber
        total = order.total
        lineCount = order.lineCount
        placedAt = order.placedAt
        actions = [ActionLink("read", "GET", OrderRepresentation.path(order, caller))]
    }

    private enum CodingKeys: String, CodingKey {
        case id, number, state, requester, orderedBy, poNumber, total, lineCount, placedAt, actions
        case externalID = "externalId"
    }
}

struct OrderRepresentation: Encodable {
    let id: OrderID
    let number: String
    let externalID: String?
    let quote: QuoteID?
    let revision: Int?
    let approval: ApprovalPlanID?
    let state: Order.State
    let version: Int
    let unit: UnitID
    let requester: String?
    let poNumber: String?
    let placedAt: Instant
    /// Who ordered, and for whom by delegation; absent of orders from before Purveyor.
    let placedBy: PlacedPart?
    let lines: [LinePart]
    let total: Money
    let actions: [ActionLink]

    struct PlacedPart: Encodable {
        let member: MembershipID
        let name: String
        let `for`: Delegator?
        /// The rep who did it on the member's behalf.
        let enteredBy: RepPart?

        struct RepPart: Encodable {
            let person: PersonID
            let name: String
        }

        init(_ placed: Order.Placed) {
            member = placed.by
            name = placed.byName
            enteredBy = placed.enteredBy.map { RepPart(person: $0.person, name: $0.name) }
            self.for = placed.delegator
        }
    }

    struct LinePart: Encodable {
        let position: Int
        let sku: String
        let name: String
        let unitOfMeasure: String
        let quantity: Quantity
        let unitPrice: Money
        let lineTotal: Money
        /// Of a configured product, with the parts of one set.
        let configuration: ConfiguredLine?
        let receipt: EmbeddedJSON?
        /// Of the receipt's canonical form, which is what is stored.
        let receiptDigest: Digest?

        /// - Parameter isWhole: without it what only the customer and its team see of a price is left out.
        init(_ line: OrderLine, isWhole: Bool) throws {
            position = line.position
            sku = line.sku
            name = line.name
            unitOfMeasure = line.unitOfMeasure
            quantity = line.quantity
            unitPrice = line.unitPrice
            lineTotal = line.lineTotal
            configuration = isWhole ? line.configuration : line.configuration?.withoutPartPrices
            receipt = isWhole ? try line.receipt.map(EmbeddedJSON.init) : nil
            receiptDigest = isWhole ? line.receipt.map { SHA256.digest($0) } : nil
        }
    }

    /// A partner's people see what was ordered at what price, and not how it came to that: no receipt, no quote, no approval. Who is a
    /// member too sees the whole of what they see as one.
    init(_ order: Order, _ caller: Caller) throws {
        let isWhole =
            !caller.supplier.isPartner
            || caller.scope(besidePartner: .readOrders)?.allows(unit: order.unit, owner: order.requester) == true
        id = order.id
        number = order.number.description
        externalID = order.externalID
        if isWhole, case .quote(let id, let revision, let plan) = order.origin {
            (quote, self.revision, approval) = (id, revision, plan)
        } else {
            (quote, self.revision, approval) = (nil, nil, nil)
        }
        state = order.state
        version = order.version
        unit = order.unit
        requester = order.requesterName
        poNumber = order.poNumber
        placedAt = order.placedAt
        placedBy = order.placed.map(PlacedPart.init)
        lines = try order.lines.map { try LinePart($0, isWhole: isWhole) }
        total = order.total
        actions = []
    }

    static func path(_ order: Order, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/orders/\(order.number)" }

    private enum CodingKeys: String, CodingKey {
        case id, number, quote, revision, approval, state, version, unit, requester, poNumber, placedAt, placedBy, lines, total, actions
        case externalID = "externalId"
    }
}

extension Order {
    /// The number in the system that it was imported from.
    var externalID: String? { if case .history(let externalID) = origin { externalID } else { nil } }
}
