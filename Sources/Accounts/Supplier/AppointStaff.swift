package import Kernel
package import Postgres

/// Makes somebody one of the supplier's people from outside the service: how the first one comes who says who else there is, and the way
/// back when nobody is left who could. Whoever may run commands on the service's machine may do this.
package struct AppointStaff: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameters:
    ///   - name: of somebody whose e-mail address is not known yet.
    ///   - title: nil: what they had.
    package func callAsFunction(
        email: EmailAddress, name: String?, title: String?, permissions: Set<StaffPermission>
    ) async throws -> StaffMember {
        try await database.transaction([]) { transaction in
            let (_, known) = try await transaction.run(StaffQueries.lockManagers(), PersonQueries.withEmail(email))
            let person = try known ?? Person(id: world.newID(), email: email.text, name: name.orThrow(StaffRefusal.nameNeeded))
            if known == nil { transaction.enqueue(PersonQueries.insert(person, at: world.now())) }
            let before = try await transaction.run(StaffQueries.find(person.id))
            let title = title ?? before?.title ?? Self.usualTitle
            let (_, after) = try await transaction.run(
                StaffQueries.put(person.id, title: title, permissions: permissions), StaffQueries.find(person.id))
            guard let after else { throw StaffRefusal.notFound }
            let change = StaffChange(from: before, to: after)
            transaction.enqueue(
                try SupplierChangeQueries.record(before == nil ? "staffAdded" : "staffChanged", person.id, change, by: nil, in: world))
            return after
        }
    }

    /// Gives one of the supplier's people these permissions beside what they have; where they have them nothing is done.
    /// - Throws: `StaffRefusal.notFound` for somebody who is none of them.
    package func adding(_ permissions: Set<StaffPermission>, to email: EmailAddress) async throws {
        let found = try await database.transaction([]) { transaction -> StaffMember? in
            let person: Person? = try await transaction.run(PersonQueries.withEmail(email))
            guard let person else { return nil }
            return try await transaction.run(StaffQueries.find(person.id))
        }
        guard let found else { throw StaffRefusal.notFound }
        let all = found.permissions.union(permissions)
        guard all != found.permissions else { return }
        _ = try await self(email: email, name: nil, title: nil, permissions: all)
    }

    private static let usualTitle = "Administrator"
}

extension Optional {
    func orThrow(_ refusal: some Error) throws -> Wrapped {
        guard let self else { throw refusal }
        return self
    }
}
