package import Accounts
import HTTPTypes
package import Hummingbird
import Kernel
package import Web

/// The master catalog's products, for the supplier's people and systems.
package struct MasterProductRoutes: Sendable {
    private let writes: Writes
    private let read: ReadMasterCatalog
    private let save: SaveProducts

    package init(writes: Writes, read: ReadMasterCatalog, save: SaveProducts) {
        self.writes = writes
        self.read = read
        self.save = save
    }

    /// - Parameter products: the group of `/v1/products`.
    package func add(to products: RouterGroup<SignedInContext>) {
        products.get(use: list)
        products.post(use: upsert)
        products.get("{sku}", use: show)
        products.put("{sku}", use: put)
        products.get("{sku}/history", use: history)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (filter, limit, after) = try request.query { query in
            (
                MasterProductFilter(
                    text: query.optional("q", .string(1...100)), category: query.optional("category", .categoryPrefix),
                    status: query.optional("status", .one(of: Product.Status.self))),
                query.limit, query.cursor(String.self)
            )
        }
        let found = try await read.products(filter, after: after, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.said.sku).map(MasterProductRepresentation.init))
    }

    @Sendable private func upsert(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        try context.principal.catalogKeeper()
        let (drafts, skipsBad) = try received.decode { fields in
            (
                fields.list("items", 1...Limits.linesPerDocument) { ProductDraft($0, sku: $0.required("sku", .sku)) },
                fields.optional("onError", .one(of: OnError.self)) == .skip
            )
        }
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await save(drafts, skipsBad: skipsBad, by: context.principal, in: transaction)
        } represent: { outcomes in
            try JSONResponse(MasterUpsertRepresentation(outcomes))
        }
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        let product = try await read.product(try context.pathParameter("sku"), by: context.principal)
        return try JSONResponse(MasterProductRepresentation(product), version: product.version).unlessSeen(by: request)
    }

    @Sendable private func put(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        try context.principal.catalogKeeper()
        let sku = try context.pathParameter("sku")
        let draft = try received.decode { fields in ProductDraft(fields, sku: sku) }
        let version = try received.expectedVersionIfAny()
        guard version != nil || ProductDraft.isSKU(sku) else { throw ProductRefusal.products([Fault("", "notASKU", ProductDraft.skuForm)]) }
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await save(draft, expecting: version, by: context.principal, in: transaction)
        } represent: { saved in
            let representation = MasterProductRepresentation(saved.product)
            return try saved.isNew
                ? .created(representation, at: "/v1/products/\(sku)", version: saved.product.version)
                : JSONResponse(representation, version: saved.product.version)
        }
    }

    @Sendable private func history(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, before) = try request.query { ($0.limit, $0.cursor(Int.self)) }
        let changes = try await read.history(
            of: try context.pathParameter("sku"), before: before, limit: limit, by: context.principal)
        return try JSONResponse(Page(changes, limit: limit, position: \.change).map(CatalogChangeRepresentation.init))
    }
}

extension ReceivedRequest {
    /// The version that a change expects; nil for what is to be new.
    func expectedVersionIfAny() throws -> Int? {
        headers[.ifMatch] == nil ? nil : try ifMatch()
    }
}
