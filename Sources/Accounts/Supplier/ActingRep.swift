/// The rep who acts on behalf of a member.
package struct ActingRep: Sendable, Equatable {
    package let person: PersonID
    package let name: String
    /// The member's, whose rights count.
    package let membership: MembershipID

    package init(person: PersonID, name: String, membership: MembershipID) {
        self.person = person
        self.name = name
        self.membership = membership
    }
}

extension Permission {
    /// What a rep does on behalf of a member: buying. Whatever is about people, rights and decisions a member does in person (api.md, On
    /// behalf), and so does whatever is not named here.
    static let onBehalf: Set<Permission> = [
        .readCatalog, .readContracts, .readQuotes, .writeQuotes, .submitQuotes, .order, .readApprovals, .readOrders, .negotiatePrices,
        .useCredit,
    ]
}
