package import Kernel
package import Postgres

/// Makes a partner known. Which accounts it is of record for is said with the accounts.
package struct CreatePartner: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(name: String, by principal: Principal, in transaction: borrowing Transaction) async throws -> Partner {
        try principal.may(.manageTeams)
        let made = Partner(id: world.newID(), name: name)
        try await transaction.check(.manageTeams, of: principal)
        try await transaction.run(PartnerQueries.insert(made, at: world.now()))
        transaction.enqueue(
            try SupplierChangeQueries.record(
                "partnerAdded", made.id, PartnerChange(from: nil, to: made), by: principal.person.id, in: world))
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
    package func check(_ wanted: StaffPermission..., of principal: Principal) async throws {
        for permission in wanted { try await check(permission, of: principal.person.id) }
    }

    /// The same, for what is carried out after it was asked for.
    package func check(_ wanted: StaffPermission, of person: PersonID) async throws {
        guard try await run(StaffQueries.permissions(of: person)).contains(wanted) else { throw AccessRefusal.notForThisStaff(wanted) }
    }
}
