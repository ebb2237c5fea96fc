package import Kernel
package import Postgres

/// Makes somebody one of the supplier's people: whoever has the e-mail address, or a new person who cannot sign in before they have a
/// password.
package struct CreateStaff: Sendable {
    package struct Input: Sendable {
        package let email: EmailAddress
        package let name: String?
        package let title: String
        package let permissions: Set<StaffPermission>

        package init(email: EmailAddress, name: String?, title: String, permissions: Set<StaffPermission>) {
            self.email = email
            self.name = name
            self.title = title
            self.permissions = permissions
        }
    }

    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ input: Input, by principal: Principal) async throws -> StaffMember {
        try principal.may(.manageStaff)
        return try await database.transaction(principal.rowSecurity) { transaction in
            let (managers, known) = try await transaction.run(StaffQueries.lockManagers(), PersonQueries.withEmail(input.email))
            let giver = try managers[principal.person.id].orThrow(AccessRefusal.notForThisStaff(.manageStaff))
            let person =
                try known ?? Person(id: world.newID(), email: input.email.text, name: input.name.orThrow(StaffRefusal.nameNeeded))
            let made = StaffMember(person: person, title: input.title, permissions: input.permissions)
            try made.check(since: nil, givenBy: giver)
            if known == nil { transaction.enqueue(PersonQueries.insert(person, at: world.now())) }
            try await transaction.run(StaffQueries.insert(made))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "staffAdded", person.id, StaffChange(from: nil, to: made), by: principal.person.id, in: world))
            return made
        }
    }
}
