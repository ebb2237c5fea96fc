import Kernel

extension Caller {
    /// Whether the caller says who stands in for a member: the member themself does, and who manages the members there; no key is a way to
    /// others.
    func mayDelegate(for member: Membership) -> Bool {
        guard case .session = credential else { return false }
        return member.person == person || scope(ifPermitted: .manageMembers)?.covers(member.unit) == true
    }
}
