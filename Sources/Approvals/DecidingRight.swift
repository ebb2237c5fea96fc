package import Accounts

/// What of the plans that wait somebody may decide, in their own right or for somebody.
package struct DecidingRight: Sendable {
    let scope: Scope
    /// Of a step; nil: any.
    let roles: [RoleKey]?
    /// Who decides, and for whom: neither may have asked for it.
    let persons: [PersonID]

    package init(scope: Scope, roles: [RoleKey]?, persons: [PersonID]) {
        self.scope = scope
        self.roles = roles
        self.persons = persons
    }

    /// All of a caller's: their own, and those that others have delegated to them.
    static func all(of caller: Caller) -> [DecidingRight] {
        let own = caller.ownScope(ifPermitted: .decideApprovals).map { scope in
            DecidingRight(scope: scope, roles: Array(Set(caller.places.flatMap(\.roles))), persons: [caller.person])
        }
        let delegated = caller.delegated.filter { $0.act == .approve }.compactMap { delegated in
            delegated.scope(of: .decideApprovals).map { scope in
                DecidingRight(
                    scope: scope, roles: Array(delegated.place.roles), persons: [caller.person, delegated.place.membership.person])
            }
        }
        return [own].compactMap(\.self) + delegated
    }
}
