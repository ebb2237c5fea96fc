import FoundationEssentials
package import Hummingbird
import Kernel
package import Web

/// The supplier's own changes.
package struct SupplierChangeRoutes: Sendable {
    private let read: ReadSupplierChanges
    private let admit: AdmitCaller

    package init(read: ReadSupplierChanges, admit: AdmitCaller) {
        self.read = read
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.signedInGroup("/v1/supplier-changes", admitting: admit).get(use: list)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (filter, limit, position) = try request.query { query in
            let filter = SupplierChangeFilter(
                kinds: query.optional("kinds", .string(1...500)).map { $0.split(separator: ",").map(String.init) },
                subject: query.optional("subject", Reading<ID<SupplierChange>>.id())?.uuid,
                person: query.optional("person", .id()), from: query.optional("from", .instant), to: query.optional("to", .instant))
            return (filter, query.limit, query.cursor(UUID.self))
        }
        let found = try await read(filter, before: position, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(SupplierChangeRepresentation.init))
    }
}
