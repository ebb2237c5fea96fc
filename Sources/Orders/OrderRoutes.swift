package import Accounts
package import Hummingbird
import Kernel
import Quotes
package import Web

/// Orders, and the act that makes one of an approved quote.
package struct OrderRoutes: Sendable {
    private let writes: Writes
    private let read: ReadOrders
    private let place: PlaceOrder

    package init(writes: Writes, read: ReadOrders, place: PlaceOrder) {
        self.writes = writes
        self.read = read
        self.place = place
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.post("quotes/{quote}/order", use: order)
        account.get("orders", use: list)
        account.get("orders/{order}", use: show)
    }

    @Sendable private func order(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let reference = try context.quote()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await place(reference, by: context.caller, expecting: version, in: transaction)
        } represent: { order in
            try .created(
                OrderRepresentation(order, context.caller), at: OrderRepresentation.path(order, context.caller), version: order.version)
        }
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (filter, limit, cursor) = try request.query { query in
            (
                OrderFilter(
                    state: query.optional("status", .one(of: Order.State.self)), poNumber: query.optional("poNumber", .string(1...100)),
                    text: query.optional("q", .string(1...100)), from: query.optional("from", .instant),
                    to: query.optional("to", .instant)),
                query.limit, query.cursor(OrderPosition.self)
            )
        }
        let orders = try await read.page(filter, before: cursor, limit: limit, by: context.caller)
        return try JSONResponse(
            Page(orders, limit: limit, position: OrderPosition.init).map { OrderSummaryRepresentation($0, context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        guard let reference = DocumentReference<Order>(try context.pathParameter("order"), .order) else { throw OrderRefusal.notFound }
        let order = try await read.one(reference, by: context.caller)
        return try JSONResponse(OrderRepresentation(order, context.caller), version: order.version).unlessSeen(by: request)
    }
}
