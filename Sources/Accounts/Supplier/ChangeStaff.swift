package import Kernel
package import Postgres
import Web

/// Changes what one of the supplier's people is called and may do, ends them, or takes them on again.
package struct ChangeStaff: Sendable {
    package struct Input: Sendable {
        package let title: String?
        /// All of them, in place of those before.
        package let permissions: Set<StaffPermission>?
        package let isEnded: Bool?

        package init(title: String? = nil, permissions: Set<StaffPermission>? = nil, isEnded: Bool? = nil) {
            self.title = title
            self.permissions = permissions
            self.isEnded = isEnded
        }
    }

    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: PersonID, _ input: Input, expecting version: Int, by principal: Principal
    ) async throws -> StaffMember {
        try principal.may(.manageStaff)
        return try await database.transaction(principal.rowSecurity) { transaction in
            let (managers, found) = try await transaction.run(StaffQueries.lockManagers(), StaffQueries.find(id))
            let giver = try managers[principal.person.id].orThrow(AccessRefusal.notForThisStaff(.manageStaff))
            let current = try found.orThrow(StaffRefusal.notFound)
            guard current.version == version else { throw StaleVersion(current: current.version) }
            let changed = current.changed(input, at: world.now())
            guard changed != current else { return current }
            try changed.check(since: current, givenBy: giver)
            if current.holds.contains(.manageStaff), !changed.holds.contains(.manageStaff), managers.keys.allSatisfy({ $0 == id }) {
                throw StaffRefusal.lastManager
            }
            try await transaction.run(StaffQueries.save(changed))
            transaction.enqueue(
                try SupplierChangeQueries.record(
                    "staffChanged", id, StaffChange(from: current, to: changed), by: principal.person.id, in: world))
            return changed
        }
    }
}

extension StaffMember {
    /// The next version, where something differs.
    func changed(_ input: ChangeStaff.Input, at now: Instant) -> StaffMember {
        var next = self
        next.title = input.title ?? title
        next.permissions = input.permissions ?? permissions
        if let isEnded = input.isEnded, isEnded != (endedAt != nil) { next.endedAt = isEnded ? now : nil }
        if next != self { next.version += 1 }
        return next
    }
}
