package import Accounts
package import Hummingbird
import Kernel
package import Web

/// The UNSPSC tree and what its products are described by, for the supplier's people and systems.
package struct CategoryRoutes: Sendable {
    private let writes: Writes
    private let read: ReadMasterCatalog
    private let save: SaveCategory

    package init(writes: Writes, read: ReadMasterCatalog, save: SaveCategory) {
        self.writes = writes
        self.read = read
        self.save = save
    }

    /// - Parameter categories: the group of `/v1/categories`.
    package func add(to categories: RouterGroup<SignedInContext>) {
        categories.get(use: list)
        categories.get("{category}", use: show)
        categories.put("{category}", use: put)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (parent, limit, after) = try request.query { ($0.optional("parent", .unspsc), $0.limit, $0.cursor(String.self)) }
        let found = try await read.categories(below: parent, after: after, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.code).map(CategoryRepresentation.init))
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.category(try context.pathParameter("category"), by: context.principal)
        return try JSONResponse(CategoryRepresentation(found), version: found.category.version).unlessSeen(by: request)
    }

    @Sendable private func put(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        try context.principal.catalogKeeper()
        let code = try context.pathParameter("category")
        let draft = try received.decode { fields in
            SaveCategory.Draft(
                code: code, parent: fields.optional("parent", .unspsc), titles: fields.required("title", .texts),
                keywords: fields.optional("keywords", .keywords) ?? [:],
                attributes: fields.optional("attributes", .list(0...100, of: .attributeDefinition)) ?? [])
        }
        let version = try received.expectedVersionIfAny()
        guard UNSPSC.isCode(code) else { throw ProductRefusal.notFound("category") }
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await save(draft, expecting: version, by: context.principal, in: transaction)
        } represent: { saved in
            let representation = CategoryRepresentation(saved.category)
            return try saved.isNew
                ? .created(representation, at: "/v1/categories/\(code)", version: saved.category.category.version)
                : JSONResponse(representation, version: saved.category.category.version)
        }
    }
}
