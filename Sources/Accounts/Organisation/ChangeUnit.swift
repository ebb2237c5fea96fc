package import Kernel
import Ledger
package import Postgres
package import Web

/// Renames, moves, disables or enables a unit. Moving needs the right where the unit is taken from and where it comes to.
package struct ChangeUnit: Sendable {
    package struct Input: Sendable {
        package var name: String?
        package var parent: UnitID?
        package var language: Change<String> = .keep
        package var isDisabled: Bool?

        package init(name: String? = nil, parent: UnitID? = nil, language: Change<String> = .keep, isDisabled: Bool? = nil) {
            self.name = name
            self.parent = parent
            self.language = language
            self.isDisabled = isDisabled
        }
    }

    private let read: ReadUnits
    private let world: World

    package init(read: ReadUnits, world: World) {
        self.read = read
        self.world = world
    }

    /// - Parameter version: what the caller has read.
    package func callAsFunction(
        _ id: UnitID, _ input: Input, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> UnitWithSettings {
        _ = try caller.scope(of: .manageUnits)
        // The tree is locked before it is read, so that two moves at the same time see each other.
        let standing = try await LoadStanding(world: world)(by: caller, in: transaction)
        let (tree, scope) = (standing.tree, try standing.caller.scope(of: .manageUnits))
        let found = try await transaction.run(UnitQueries.all([id], of: caller.account))
        guard let current = found.first, scope.covers(id) else { throw OrganisationRefusal.notFound }
        guard current.version == version else { throw StaleVersion(current: current.version) }
        let own = standing.caller.places.map(\.membership.unit)
        let changed = try current.changed(input, in: tree, by: scope, standing: own, at: world.now())
        if changed != current {
            try await check(changed, since: current, standing, in: transaction)
            try await transaction.run(UnitQueries.save(changed))
            let events = try changed.events(since: current, taking: tree.all(from: id).count - 1)
            transaction.record(events, in: caller.account.uuid, by: caller.actor, world: world)
        }
        guard let answer = try await read.withSettings([changed], tree, caller.account, in: transaction).first else {
            throw OrganisationRefusal.notFound
        }
        return answer
    }

    /// Nobody gives more than they hold by moving a unit, and an account keeps an admin whatever is disabled.
    private func check(
        _ changed: Unit, since current: Unit, _ standing: Standing, in transaction: borrowing Transaction
    ) async throws {
        let tree = standing.tree
        if let target = changed.parent, let old = current.parent, target != old {
            let above = Set(tree.path(from: target)).subtracting(tree.path(from: old))
            let members = try await transaction.run(
                MembershipQueries.open(in: Array(above), of: current.account, at: standing.today))
            try standing.check(moving: current.id, under: members)
        }
        if changed.disabledAt != nil, current.disabledAt == nil {
            try await CheckAdmins(standing: standing)(tree: tree.disabling(current.id), in: transaction)
        }
    }
}

extension Unit {
    /// The unit after the change; the same where nothing differs.
    /// - Parameter standing: the units of the caller's own memberships: nobody disables the ground under their own feet.
    func changed(
        _ input: ChangeUnit.Input, in tree: UnitTree, by scope: Scope, standing: [UnitID], at now: Instant
    ) throws(OrganisationRefusal) -> Unit {
        var unit = self
        unit.name = input.name ?? name
        unit.language = input.language.applied(to: language)
        if let parent = input.parent, parent != self.parent { try unit.move(under: parent, in: tree, by: scope) }
        if let isDisabled = input.isDisabled, isDisabled != (disabledAt != nil) {
            guard parent != nil else { throw .rootUnit }
            guard !standing.contains(where: { tree.isAt($0, orBelow: id) }) else { throw .ownUnit }
            unit.disabledAt = isDisabled ? now : nil
        }
        if unit != self { unit.version += 1 }
        return unit
    }

    private mutating func move(under target: UnitID, in tree: UnitTree, by scope: Scope) throws(OrganisationRefusal) {
        guard let old = parent else { throw .rootUnit }
        guard tree.contains(target), scope.covers(target) else { throw .parentNotFound }
        guard scope.covers(old) else { throw .notYoursToMove }
        guard !tree.isAt(target, orBelow: id) else { throw .unitCircle }
        guard !tree.isDisabled(target) else { throw .unitDisabled }
        parent = target
    }

    fileprivate func events(since old: Unit, taking below: Int) throws -> [EventDraft] {
        var events: [EventDraft] = []
        if name != old.name || language != old.language {
            let data = UnitChanged(name: .init(old.name, name), language: .init(old.language ?? "", language ?? ""))
            events.append(try EventDraft("unitChanged", "unit", id, data))
        }
        if parent != old.parent {
            events.append(try EventDraft("unitMoved", "unit", id, UnitMoved(parent: .init(from: old.parent, to: parent))))
        }
        if disabledAt != old.disabledAt {
            let kind = disabledAt == nil ? "unitEnabled" : "unitDisabled"
            events.append(try EventDraft(kind, "unit", id, UnitDisabled(status: .init(old.status, status), unitsBelow: below)))
        }
        return events
    }

    private var status: String { disabledAt == nil ? "active" : "disabled" }
}
