package import Kernel
package import Postgres

/// Says that somebody works for a partner: whoever has the e-mail address, or a new person who cannot sign in before they have a password.
package struct AddPartnerPerson: Sendable {
    package struct Input: Sendable {
        package let email: EmailAddress
        package let name: String?
        /// Nil: today.
        package let startsOn: LocalDate?
        package let endsOn: LocalDate?

        package init(email: EmailAddress, name: String?, startsOn: LocalDate? = nil, endsOn: LocalDate? = nil) {
            self.email = email
            self.name = name
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package func callAsFunction(_ input: Input, at id: PartnerID, by principal: Principal) async throws -> PartnerPerson {
        try principal.may(.manageTeams)
        return try await database.transaction(principal.rowSecurity) { transaction in
            try await transaction.check(.manageTeams, of: principal)
            let (partner, known) = try await transaction.run(PartnerQueries.locked(id), PersonQueries.withEmail(input.email))
            guard try partner.orThrow(TeamRefusal.notFound).disabledAt == nil else { throw TeamRefusal.partnerDisabled }
            let today = world.now().utcDay
            let person =
                try known ?? Person(id: world.newID(), email: input.email.text, name: input.name.orThrow(StaffRefusal.nameNeeded))
            let made = PartnerPerson(
                id: world.newID(), partner: id, person: person, startsOn: input.startsOn ?? today, endsOn: input.endsOn)
            try made.period.check(since: nil, on: today)
            if known == nil { transaction.enqueue(PersonQueries.insert(person, at: world.now())) }
            let others = try await transaction.run(PartnerQueries.people(of: id, person: person.id, limit: Limits.pageItems))
            guard !others.contains(where: { $0.period.meets(made.period) }) else { throw TeamRefusal.alreadyThere }
            try await transaction.run(PartnerQueries.insert(made, at: world.now()))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "partnerPersonAdded", id, PartnerPersonChange(from: nil, to: made), by: principal.person.id, in: world))
            return made
        }
    }
}

/// What is kept of a change to a partner's people: before and after.
struct PartnerPersonChange: Encodable {
    let from: Saved?
    let to: Saved

    struct Saved: Encodable {
        let person: PersonID
        let startsOn: LocalDate
        let endsOn: LocalDate?

        init(_ place: PartnerPerson) {
            person = place.person.id
            startsOn = place.startsOn
            endsOn = place.endsOn
        }
    }

    init(from: PartnerPerson?, to: PartnerPerson) {
        self.from = from.map(Saved.init)
        self.to = Saved(to)
    }
}

extension Instant {
    /// Where no account says which day it is.
    var utcDay: LocalDate { LocalDate(daysSince1970: Int((microseconds / 86_400_000_000))) }
}
