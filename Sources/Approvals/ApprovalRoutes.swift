package import Accounts
package import Hummingbird
import Kernel
package import Web

/// The inbox, the decision page, and decisions.
package struct ApprovalRoutes: Sendable {
    private let writes: Writes
    private let read: ReadApprovals
    private let decide: DecideApproval

    package init(writes: Writes, read: ReadApprovals, decide: DecideApproval) {
        self.writes = writes
        self.read = read
        self.decide = decide
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("approvals", use: list)
        account.get("approvals/{plan}", use: show)
        account.post("approvals/{plan}/decisions", use: decide)
    }

    private enum Wanted: String, CaseIterable { case mine, all, pending, approved, rejected, returned, recalled }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (wanted, limit, cursor) = try request.query { query in
            (query.optional("state", .one(of: Wanted.self)) ?? .mine, query.limit, query.cursor(ApprovalPlanPosition.self))
        }
        if wanted == .mine {
            let waiting = try await read.inbox(after: cursor, limit: limit, by: context.caller)
            return try JSONResponse(
                Page(waiting, limit: limit) { ApprovalPlanPosition($0.row) }.map { ApprovalSummaryRepresentation($0, context.caller) })
        }
        let rows = try await read.page(
            state: ApprovalPlan.State(rawValue: wanted.rawValue), before: cursor, limit: limit, by: context.caller)
        let page = try Page(rows, limit: limit, position: ApprovalPlanPosition.init)
        return try JSONResponse(page.map { ApprovalSummaryRepresentation($0, context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let page = try await read.decisionPage(try context.approval(), by: context.caller)
        return try JSONResponse(ApprovalRepresentation(page, context.caller), version: page.plan.version)
    }

    @Sendable private func decide(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.approval()
        let received = try await request.received()
        let input = try received.decode { fields in
            DecideApproval.Input(
                verdict: fields.one("decision"), comment: fields.optionalText("comment"), digest: fields.required("digest", .digest),
                for: fields.optionalID("for"))
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await decide(id, input, by: context.caller, in: transaction)
        } represent: { decided in
            try JSONResponse(ApprovalRepresentation(decided, context.caller), version: decided.plan.version)
        }
    }
}

extension AccountRequestContext {
    /// The plan that the path names.
    fileprivate func approval() throws -> ApprovalPlanID {
        guard let id = ApprovalPlanID(try pathParameter("plan")) else { throw ApprovalRefusal.notFound }
        return id
    }
}
