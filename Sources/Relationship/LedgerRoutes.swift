package import Accounts
import FoundationEssentials
package import Hummingbird
import Kernel
import Ledger
import Web

/// The account's ledger for its own people: events by number, and the timeline.
package struct LedgerRoutes: Sendable {
    private let read: ReadLedger

    package init(read: ReadLedger) {
        self.read = read
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("events", use: events)
        account.get("timeline", use: timeline)
    }

    @Sendable private func events(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (after, limit) = try request.query { query in
            (query.optional("after", .integer(0...Int(Int32.max))) ?? query.cursor(Int.self) ?? 0, query.limit)
        }
        let events = try await read.events(after: after, limit: limit, by: context.caller)
        return try JSONResponse(Page(events, limit: limit, position: \.sequence).map(EventRepresentation.init))
    }

    @Sendable private func timeline(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await context.timeline(request, read)
    }
}

extension AccountRequestContext {
    /// The timeline is the same for the customer and for the account team: one ledger.
    func timeline(_ request: Request, _ read: ReadLedger) async throws -> JSONResponse {
        let (before, kinds, subject, limit) = try request.query { query in
            (
                query.optional("before", .integer(1...Int(Int32.max))) ?? query.cursor(Int.self),
                query.optional("kinds", .string(1...500)).map { $0.split(separator: ",").map(String.init) },
                query.optional("subject", Reading<ID<Event>>.id()), query.limit
            )
        }
        let events = try await read.timeline(before: before, kinds: kinds, subject: subject?.uuid, limit: limit, by: caller)
        return try JSONResponse(Page(events, limit: limit, position: \.sequence).map(EventRepresentation.init))
    }
}
