import Kernel
import Quotes

extension Order {
    /// The order that an approved quote becomes; the quote moves to `ordered` in the same breath.
    /// - Throws: `OrderRefusal.notApproved` in any other state.
    static func made(from quote: inout Quote, id: OrderID, number: DocumentNumber, placed: Placed, at now: Instant) throws -> Order {
        guard quote.state == .approved, let plan = quote.plan else { throw OrderRefusal.notApproved(quote.state) }
        try quote.apply(.order, at: now)
        return Order(
            id: id, number: number, origin: .quote(quote.id, revision: quote.revision, plan: plan), state: .received, version: 1,
            unit: quote.unit, requester: quote.requester, requesterName: quote.requesterName, poNumber: quote.poNumber,
            total: quote.total, lineCount: quote.lines.count, placedAt: now, lines: quote.lines.map(OrderLine.init),
            placed: placed)
    }
}
