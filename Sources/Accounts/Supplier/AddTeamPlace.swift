package import Kernel
import Ledger
package import Postgres

/// Puts one of the supplier's people into an account's team.
package struct AddTeamPlace: Sendable {
    package struct Input: Sendable {
        package let person: PersonID
        package let function: TeamFunction
        package let access: TeamAccess
        /// Nil: today.
        package let startsOn: LocalDate?
        package let endsOn: LocalDate?

        package init(person: PersonID, function: TeamFunction, access: TeamAccess, startsOn: LocalDate? = nil, endsOn: LocalDate? = nil) {
            self.person = person
            self.function = function
            self.access = access
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> (
        place: TeamPlace, today: LocalDate
    ) {
        let today = try await LoadTeamManager(world: world)(by: caller, in: transaction)
        let (found, others) = try await transaction.run(
            StaffQueries.find(input.person), TeamPlaceQueries.all(of: input.person, in: caller.account))
        guard let staff = found, staff.endedAt == nil else { throw TeamRefusal.personNotFound }
        let member = TeamMember(
            account: caller.account, person: input.person, function: input.function, startsOn: input.startsOn ?? today,
            endsOn: input.endsOn, access: input.access)
        let made = TeamPlace(id: world.newID(), member: member, personName: staff.person.name, email: staff.person.email)
        try made.check(since: nil, by: caller.person, among: others, on: today)
        try await transaction.run(TeamPlaceQueries.insert(made))
        transaction.record(
            try EventDraft("teamMemberAdded", "person", input.person, TeamMemberAdded(member)), in: caller.account.uuid, by: caller.actor,
            world: world)
        return (made, today)
    }
}
