package import Kernel
package import Postgres
package import Web

/// Says until when somebody works for a partner. For longer than before it is giving, as in `AddPartnerPerson`.
package struct ChangePartnerPerson: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: PartnerPersonID, of partner: PartnerID, endsOn: Change<LocalDate>, expecting version: Int, by principal: Principal
    ) async throws -> PartnerPerson {
        try principal.may(.manageTeams)
        return try await database.transaction(principal.rowSecurity) { transaction in
            try await transaction.check(.manageTeams, of: principal)
            let (_, found) = try await transaction.run(PartnerQueries.locked(partner), PartnerQueries.find(id, of: partner))
            let current = try found.orThrow(TeamRefusal.notFound)
            guard current.version == version else { throw StaleVersion(current: current.version) }
            let today = world.now().westernmostDay
            var changed = current
            changed.endsOn = current.period.end(endsOn.applied(to: current.endsOn), on: today)
            guard changed != current else { return current }
            changed.version += 1
            try changed.period.check(since: current.period, on: today)
            if changed.period.lasts(longerThan: current.period) {
                try await transaction.check(.readAllAccounts, of: principal)
                guard current.person.id != principal.person.id else { throw TeamRefusal.forYourself }
            }
            let others = try await transaction.run(
                PartnerQueries.people(of: partner, person: current.person.id, limit: Limits.pageItems))
            guard !others.contains(where: { $0.id != id && $0.period.meets(changed.period) }) else { throw TeamRefusal.alreadyThere }
            try await transaction.run(PartnerQueries.save(changed))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "partnerPersonChanged", partner, PartnerPersonChange(from: current, to: changed), by: principal.person.id, in: world))
            return changed
        }
    }
}
