package import Hummingbird
import Kernel
package import Web

/// What a member lets others do for them.
package struct DelegationRoutes: Sendable {
    private let writes: Writes
    private let read: ReadDelegations
    private let create: CreateDelegation
    private let change: ChangeDelegation
    private let admit: AdmitCaller

    package init(writes: Writes, read: ReadDelegations, create: CreateDelegation, change: ChangeDelegation, admit: AdmitCaller) {
        self.writes = writes
        self.read = read
        self.create = create
        self.change = change
        self.admit = admit
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("members/{member}/delegations", use: list)
        account.post("members/{member}/delegations", use: add)
        account.get("members/{member}/delegations/{delegation}", use: show)
        account.patch("members/{member}/delegations/{delegation}", use: shorten)
        account.post("members/{member}/delegations/{delegation}/revoke", use: revoke)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, before) = try request.query { ($0.limit, $0.cursor(DelegationID.self)) }
        let page = try await read.page(of: try context.member(), before: before, limit: limit, by: context.caller)
        return try JSONResponse(
            Page(page, limit: limit, position: \.delegation.id).map { DelegationRepresentation($0, context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.one(try context.delegation(), of: try context.member(), by: context.caller)
        return try JSONResponse(DelegationRepresentation(found, context.caller), version: found.delegation.version)
    }

    @Sendable private func add(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let member = try context.member()
        let received = try await request.received()
        let input = try received.decode { fields in
            let input = CreateDelegation.Input(
                act: fields.one("act"), startsOn: fields.optionalDate("startsOn"), endsOn: fields.date("endsOn"),
                upTo: fields.optionalMoney("upTo"), delegates: fields.list("delegates", 1...20, of: .id()))
            if let upTo = input.upTo, upTo.tenThousandths < 0 { fields.invalid("upTo", "negative", "No less than nothing.") }
            return input
        }
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(member, input, by: context.caller, in: transaction)
        } represent: { made in
            try .created(
                DelegationRepresentation(made, context.caller), at: DelegationRepresentation.path(made.delegation, context.caller),
                version: made.delegation.version)
        }
        admit.forget(context.caller.account)
        return response
    }

    @Sendable private func shorten(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await change(request, context) { received in .shorten(try received.decode { $0.date("endsOn") }) }
    }

    @Sendable private func revoke(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await change(request, context) { received in
            try received.expectNothing()
            return .revoke
        }
    }

    private func change(
        _ request: Request, _ context: AccountRequestContext, _ read: (ReceivedRequest) throws -> ChangeDelegation.Change
    ) async throws -> JSONResponse {
        let (member, id) = (try context.member(), try context.delegation())
        let received = try await request.received()
        let wanted = try read(received)
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(id, of: member, wanted, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try JSONResponse(DelegationRepresentation(changed, context.caller), version: changed.delegation.version)
        }
        admit.forget(context.caller.account)
        return response
    }
}

extension AccountRequestContext {
    /// The delegation that the path names.
    fileprivate func delegation() throws -> DelegationID {
        guard let id = DelegationID(try pathParameter("delegation")) else { throw DelegationRefusal.notFound }
        return id
    }
}
