package import Accounts
package import Hummingbird
import Kernel
package import Web

/// What fits what, for the supplier's people and systems.
package struct FitRoutes: Sendable {
    private let writes: Writes
    private let read: ReadFits
    private let save: SaveFits

    package init(writes: Writes, read: ReadFits, save: SaveFits) {
        self.writes = writes
        self.read = read
        self.save = save
    }

    /// - Parameter fits: the group of `/v1/fits`.
    package func add(to fits: RouterGroup<SignedInContext>) {
        fits.get(use: list)
        fits.post(use: upsert)
        fits.get("{fit}", use: show)
        fits.put("{fit}", use: put)
        fits.get("{fit}/history", use: history)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (sku, limit, after) = try request.query { ($0.optional("sku", .string(1...40)), $0.limit, $0.cursor(String.self)) }
        let found = try await read.page(of: sku, after: after, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.said.key).map(FitRepresentation.init))
    }

    @Sendable private func upsert(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        try context.principal.catalogKeeper()
        let (fits, skipsBad) = try received.decode { fields in
            (
                fields.list("items", 1...Limits.linesPerDocument) { ProductFit($0, key: $0.required("key", .sku)) },
                fields.optional("onError", .one(of: OnError.self)) == .skip
            )
        }
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await save(fits, skipsBad: skipsBad, by: context.principal, in: transaction)
        } represent: { outcomes in
            try JSONResponse(MasterUpsertRepresentation(outcomes))
        }
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        let fit = try await read.one(try context.pathParameter("fit"), by: context.principal)
        return try JSONResponse(FitRepresentation(fit), version: fit.version).unlessSeen(by: request)
    }

    @Sendable private func put(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        try context.principal.catalogKeeper()
        let key = try context.pathParameter("fit")
        let fit = try received.decode { fields in ProductFit(fields, key: key) }
        let version = try received.expectedVersionIfAny()
        guard version != nil || ProductDraft.isSKU(key) else { throw ProductRefusal.fits([Fault("", "notAKey", ProductDraft.skuForm)]) }
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await save(fit, expecting: version, by: context.principal, in: transaction)
        } represent: { saved in
            let representation = FitRepresentation(saved.fit)
            return try saved.isNew
                ? .created(representation, at: "/v1/fits/\(key)", version: saved.fit.version)
                : JSONResponse(representation, version: saved.fit.version)
        }
    }

    @Sendable private func history(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, before) = try request.query { ($0.limit, $0.cursor(Int.self)) }
        let changes = try await read.history(of: try context.pathParameter("fit"), before: before, limit: limit, by: context.principal)
        return try JSONResponse(Page(changes, limit: limit, position: \.change).map(CatalogChangeRepresentation.init))
    }
}
