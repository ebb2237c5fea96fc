package import Accounts
import FoundationEssentials
import HTTPTypes
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

    /// In which form a list is wanted.
    private enum Format: String, CaseIterable {
        case json
        case csv
    }

    @Sendable private func events(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (format, filter, limit, position) = try request.query { query in
            let format = query.optional("format", .one(of: Format.self)) ?? .json
            let limit =
                format == .csv ? query.optional("limit", .integer(1...Limits.exportRows)) ?? Limits.exportRows : query.limit
            return (format, query.auditFilter, limit, query.cursor(AuditPosition.self))
        }
        let entries = try await read.audit(filter, after: position, limit: limit, by: context.caller)
        let page = try Page(entries, limit: limit, position: \.position).map(AuditRepresentation.init)
        return switch format {
        case .json: try JSONResponse(page)
        case .csv: Self.csv(page, request)
        }
    }

    /// The same page for a spreadsheet; where there is more, `Link` leads there.
    private static func csv(_ page: Page<AuditRepresentation>, _ request: Request) -> JSONResponse {
        let text = CSVText.record(AuditRepresentation.columns) + page.items.map { CSVText.record($0.record) }.joined()
        var response = JSONResponse(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"events.csv\""],
            body: Array(text.utf8))
        if let next = page.next {
            let asked = request.uri.query?.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map(String.init) ?? []
            let query = (asked + ["cursor=\(percentEncoded(next))"]).joined(separator: "&")
            response.headers[.link] = "<\(request.uri.path)?\(query)>; rel=\"next\""
        }
        return response
    }

    @Sendable private func timeline(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await context.timeline(request, read)
    }
}

extension QueryParameters {
    fileprivate var auditFilter: AuditFilter {
        AuditFilter(
            after: optional("after", .integer(0...Int(Int32.max))),
            person: optional("person", Reading<PersonID>.id())?.uuid,
            onBehalfOf: optional("onBehalfOf", Reading<MembershipID>.id())?.uuid,
            kinds: optional("kinds", .string(1...500)).map { $0.split(separator: ",").map(String.init) },
            subjectKind: optional("subjectKind", .string(1...50)),
            subject: optional("subject", Reading<ID<Event>>.id())?.uuid,
            from: optional("from", .instant), to: optional("to", .instant),
            address: optional("address", .string(1...64)), order: optional("sort", .one(of: AuditFilter.Order.self)))
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
