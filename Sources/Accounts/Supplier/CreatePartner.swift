package import Kernel
package import Postgres

/// Makes a partner known. Which accounts it is of record for is said with the accounts.
package struct CreatePartner: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(name: String, by principal: Principal) async throws -> Partner {
        try principal.may(.manageTeams)
        let made = Partner(id: world.newID(), name: name)
        try await database.transaction(principal.rowSecurity) { transaction in
            try await transaction.check(.manageTeams, of: principal)
            try await transaction.run(PartnerQueries.insert(made, at: world.now()))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "partnerAdded", made.id, PartnerChange(from: nil, to: made), by: principal.person.id, in: world))
        }
        return made
    }
}

/// What is kept of a change to a partner: before and after.
struct PartnerChange: Encodable {
    let from: Saved?
    let to: Saved

    struct Saved: Encodable {
        let name: String
        let status: String

        init(_ partner: Partner) {
            name = partner.name
            status = partner.disabledAt == nil ? "active" : "disabled"
        }
    }

    init(from: Partner?, to: Partner) {
        self.from = from.map(Saved.init)
        self.to = Saved(to)
    }
}

extension Transaction {
    /// What somebody may do is asked when they do it, and not taken from what was remembered.
    package func check(_ permission: StaffPermission, of principal: Principal) async throws {
        let permissions = try await run(StaffQueries.permissions(of: principal.person.id))
        guard permissions.contains(permission) else { throw AccessRefusal.notForThisStaff(permission) }
    }
}
