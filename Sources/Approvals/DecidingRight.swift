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

    /// All of a caller's, their own and those that others have delegated to them: by each place its roles over its units, as
    /// `ActingRight.reaches` says of one step.
    static func all(of caller: Caller) -> [DecidingRight] {
        caller.rights(to: .approve).flatMap { right in
            guard let scope = right.scope(of: .decideApprovals) else { return [DecidingRight]() }
            return right.places.compactMap { place in
                scope.within(place.membership.unit, in: place.tree).map {
                    DecidingRight(scope: $0, roles: Array(place.roles), persons: Array(Set([caller.person, right.person])))
                }
            }
        }
    }
}
