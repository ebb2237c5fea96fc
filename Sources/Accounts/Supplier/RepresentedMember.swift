/// A member for whom a rep acts: one membership, and what its roles give.
struct RepresentedMember: Sendable, Equatable {
    let membership: Membership
    let customRoles: [Role]
    let inherited: [MembershipID]
    let personName: String
}

extension Caller {
    /// The rep in the member's place: exactly the member's rights and none of the rep's own. What others have delegated to
    /// the member stays with the member: it is not passed on.
    func acting(for member: RepresentedMember) -> Caller {
        let membership = member.membership
        let place = Place(
            membership: membership, roles: membership.roles.compactMap { $0.builtIn?.role } + member.customRoles, tree: tree,
            inherited: member.inherited)
        return Caller(
            person: membership.person, personName: member.personName, account: account, timeZone: timeZone, language: language,
            currency: currency, places: [place], acting: ActingRep(person: person, name: personName, membership: membership.id),
            tree: tree, credential: credential, restriction: Permission.onBehalf.intersection(restriction ?? Permission.onBehalf))
    }
}
