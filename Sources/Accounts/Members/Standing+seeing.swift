import Kernel

extension Standing {
    /// The memberships that the caller may name: those that they see, and those that they manage. What one may not see does not exist
    /// (product.md rule 19), also where it is only named.
    var visible: Scope {
        [Permission.readMembers, .manageMembers].compactMap { caller.scope(ifPermitted: $0) }.reduce(.own()) { $0.united(with: $1) }
    }

    func sees(_ membership: Membership) -> Bool { visible.allows(unit: membership.unit, owner: membership.id) }
}
