package import Kernel
package import Postgres
package import Web

/// Says until when somebody works for a partner.
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
            var changed = current
            changed.endsOn = endsOn.applied(to: current.endsOn)
            guard changed != current else { return current }
            changed.version += 1
            try changed.period.check(since: current.period, on: world.now().utcDay)
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
