package import Accounts
package import Hummingbird
import Kernel
package import Web

/// What a unit has approved in advance.
package struct PreApprovedRoutes: Sendable {
    private let writes: Writes
    private let read: ReadPreApproved
    private let save: SavePreApproved

    package init(writes: Writes, read: ReadPreApproved, save: SavePreApproved) {
        self.writes = writes
        self.read = read
        self.save = save
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("units/{unit}/pre-approved", use: show)
        account.put("units/{unit}/pre-approved", use: put)
        account.delete("units/{unit}/pre-approved", use: remove)
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read(for: try context.unit(), by: context.caller)
        // The tag is that of the unit's own list, by which it is changed.
        return try JSONResponse(PreApprovedRepresentation(found, context.caller), version: found.ownVersion)
    }

    @Sendable private func put(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let unit = try context.unit()
        let received = try await request.received()
        let entries = try received.decode { $0.list("entries", 0...Limits.linesPerDocument, of: .preApprovedEntry) }
        let version = try received.expectedVersionIfAny()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await save(entries, for: unit, expecting: version, by: context.caller, in: transaction)
        } represent: { saved in
            let representation = PreApprovedRepresentation(saved, context.caller)
            return try version == nil
                ? .created(representation, at: PreApprovedRepresentation.path(unit, context.caller), version: saved.ownVersion)
                : JSONResponse(representation, version: saved.ownVersion)
        }
    }

    @Sendable private func remove(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let unit = try context.unit()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await save(nil, for: unit, expecting: version, by: context.caller, in: transaction)
        } represent: { saved in
            try JSONResponse(PreApprovedRepresentation(saved, context.caller), version: saved.ownVersion)
        }
    }
}

extension AccountRequestContext {
    /// The unit that the path names.
    fileprivate func unit() throws -> UnitID {
        guard let id = UnitID(try pathParameter("unit")) else { throw OrganisationRefusal.notFound }
        return id
    }
}
