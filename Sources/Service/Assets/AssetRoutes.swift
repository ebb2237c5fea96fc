package import Accounts
import Catalog
package import Hummingbird
import Kernel
package import Web

/// What the customer has: delivered things, and what fits them.
package struct AssetRoutes: Sendable {
    private let writes: Writes
    private let read: ReadAssets
    private let register: RegisterAssets
    private let change: ChangeAsset

    package init(writes: Writes, read: ReadAssets, register: RegisterAssets, change: ChangeAsset) {
        self.writes = writes
        self.read = read
        self.register = register
        self.change = change
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("assets", use: list)
        account.post("assets", use: add)
        account.get("assets/{asset}", use: show)
        account.patch("assets/{asset}", use: patch)
        account.get("assets/{asset}/compatible", use: compatible)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (filter, limit, before) = try request.query { query in
            (
                AssetFilter(
                    sku: query.optional("sku", .string(1...40)), serialNumber: query.optional("serialNumber", .string(1...100)),
                    unit: query.optional("unit", .id()), holder: query.optional("holder", .id()),
                    state: query.optional("status", .one(of: Asset.State.self)),
                    warrantyUntil: query.optional("warrantyUntil", .date)),
                query.limit, query.cursor(AssetID.self)
            )
        }
        let found = try await read.page(
            filter, language: context.readingLanguage, before: before, limit: limit, by: context.caller)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map { AssetRepresentation($0, context.caller) })
    }

    @Sendable private func add(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let delivered = try received.decode { $0.list("items", 1...Limits.linesPerDocument, DeliveredAsset.init) }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await register(delivered, by: context.caller, in: transaction)
        } represent: { outcomes in
            try JSONResponse(AssetReportRepresentation(outcomes))
        }
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let asset = try await read.one(try context.asset(), language: context.readingLanguage, by: context.caller)
        return try JSONResponse(AssetRepresentation(asset, context.caller), version: asset.version)
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.asset()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeAsset.Input(
                unit: fields.optionalID("unit"), holder: fields.change("holder", .id()), costCentre: fields.change("costCentre", .id()),
                retiredOn: fields.change("retiredOn", .date))
        }
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(
                id, input, expecting: version, language: context.readingLanguage, by: context.caller, in: transaction)
        } represent: { asset in
            try JSONResponse(AssetRepresentation(asset, context.caller), version: asset.version)
        }
    }

    @Sendable private func compatible(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, wish) = try request.query { query in
            (
                query.optional("unit", .id()) as UnitID?,
                CompatibleWish(query, language: context.readingLanguage, for: context.caller)
            )
        }
        let found = try await read.compatible(with: try context.asset(), wish.checkedCursor(), in: unit, by: context.caller)
        return try JSONResponse(CompatiblePageRepresentation(found.page, language: context.readingLanguage)).unlessSeen(by: request)
    }
}

extension AccountRequestContext {
    /// The asset that the path names.
    fileprivate func asset() throws -> AssetID {
        guard let id = AssetID(try pathParameter("asset")) else { throw AssetRefusal.notFound }
        return id
    }
}
