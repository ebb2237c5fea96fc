package import Hummingbird
import Kernel
package import Web

/// The tree of units.
package struct UnitRoutes: Sendable {
    private let writes: Writes
    private let read: ReadUnits
    private let create: CreateUnit
    private let change: ChangeUnit
    private let admit: AdmitCaller

    package init(writes: Writes, read: ReadUnits, create: CreateUnit, change: ChangeUnit, admit: AdmitCaller) {
        self.writes = writes
        self.read = read
        self.create = create
        self.change = change
        self.admit = admit
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("units", use: list)
        account.post("units", use: add)
        account.get("units/{unit}", use: show)
        account.patch("units/{unit}", use: patch)
        account.get("units/{unit}/disabling", use: disabling)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (filter, limit, after) = try request.query { query in
            (
                UnitFilter(parent: query.optional("parent", .id()), text: query.optional("q", .string(1...100))), query.limit,
                query.cursor(UnitID.self)
            )
        }
        let units = try await read.page(context.caller, filter, after: after, limit: limit)
        return try JSONResponse(
            Page(units, limit: limit, position: \.unit.id).map { UnitRepresentation($0, for: context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let unit = try await read.one(try context.unit(), by: context.caller)
        return try JSONResponse(UnitRepresentation(unit, for: context.caller), version: unit.unit.version)
    }

    @Sendable private func disabling(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try JSONResponse(DisablingRepresentation(try await read.disabling(try context.unit(), by: context.caller)))
    }

    @Sendable private func add(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            CreateUnit.Input(
                name: fields.string("name"), parent: fields.id("parent"), externalID: fields.optionalString("externalId", 1...100),
                language: fields.optional("language", .one(of: Language.self))?.rawValue)
        }
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(input, by: context.caller, in: transaction)
        } represent: { made in
            try .created(
                UnitRepresentation(made, for: context.caller), at: UnitRepresentation.path(made.unit, context.caller),
                version: made.unit.version)
        }
        admit.forget(context.caller.account)
        return response
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.unit()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeUnit.Input(
                name: fields.optionalString("name"), parent: fields.optionalID("parent"),
                language: fields.change("language", .one(of: Language.self)).map(\.rawValue),
                isDisabled: fields.optional("status", .one(of: Status.self)).map { $0 == .disabled })
        }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(id, input, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try JSONResponse(UnitRepresentation(changed, for: context.caller), version: changed.unit.version)
        }
        admit.forget(context.caller.account)
        return response
    }
}

/// What is disabled and enabled, and never deleted.
enum Status: String, CaseIterable {
    case active
    case disabled
}

extension AccountRequestContext {
    /// The unit that the path names.
    fileprivate func unit() throws -> UnitID {
        guard let id = UnitID(try pathParameter("unit")) else { throw OrganisationRefusal.notFound }
        return id
    }
}
