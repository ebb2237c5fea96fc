package import Kernel
package import Postgres

/// Where a person has a place today.
package struct ReadMe: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ principal: Principal) async throws -> (accounts: [PersonsAccount], served: [ServedAccount]) {
        let now = world.now()
        let person = principal.person.id
        return try await database.read(
            principal.rowSecurity, MembershipQueries.ofPerson(person, at: now), TeamQueries.ofPerson(person, at: now))
    }
}
