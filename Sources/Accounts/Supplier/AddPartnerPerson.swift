package import Kernel
package import Postgres

/// Says that somebody works for a partner: whoever has the e-mail address, or a new person who cannot sign in before they have a password.
/// They see the orders of all the partner's accounts then, so it takes one who sees all accounts, and never gives it to oneself.
package struct AddPartnerPerson: Sendable {
    package struct Input: Sendable {
        package let email: EmailAddress
        package let name: String?
        /// Nil: today, in every account.
        package let startsOn: LocalDate?
        package let endsOn: LocalDate?

        package init(email: EmailAddress, name: String?, startsOn: LocalDate? = nil, endsOn: LocalDate? = nil) {
            self.email = email
            self.name = name
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ input: Input, at id: PartnerID, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> PartnerPerson {
        try principal.may(.manageTeams)
        try principal.may(.readAllAccounts)
        try await transaction.check(.manageTeams, .readAllAccounts, of: principal)
        let (partner, known) = try await transaction.run(PartnerQueries.locked(id), PersonQueries.withEmail(input.email))
        guard try partner.orThrow(TeamRefusal.notFound).disabledAt == nil else { throw TeamRefusal.partnerDisabled }
        guard known?.id != principal.person.id else { throw TeamRefusal.forYourself }
        let today = world.now().westernmostDay
        let person = known ?? Person(id: world.newID(), email: input.email.text, name: input.name ?? "")
        let made = PartnerPerson(
            id: world.newID(), partner: id, person: person, startsOn: input.startsOn ?? today, endsOn: input.endsOn)
        var refusals = InputRefusals()
        try refusals.gather { if known == nil, input.name == nil { throw StaffRefusal.nameNeeded } }
        try made.period.gather(&refusals, on: today)
        try refusals.finish()
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
    /// Where no account says which day it is: the one where days come last (UTC-12). What holds on it has begun in every account, and what
    /// has ended before it is over in every one.
    var westernmostDay: LocalDate { LocalDate(daysSince1970: Int((microseconds / 3_600_000_000 - 12) / 24)) }
}
