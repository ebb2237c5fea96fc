package import Kernel
package import Ledger

/// Who asks, in one account: what the verbs and queries of every room take.
///
/// Where a rep acts on behalf of a member, `person`, `personName` and `places` are the member's, so that what is made is the member's own
/// and the member's limits count; `acting` is the rep, whom the ledger names as the actor, and who has asked for it too (`askers`).
package struct Caller: Sendable, Equatable {
    package let person: PersonID
    package let personName: String
    package let account: AccountID
    /// Of the account: by it contract days begin and end.
    package let timeZone: String
    package let language: String
    package let currency: Currency
    /// The memberships in force today, the oldest first; none for a rep.
    package let places: [Place]
    /// What others let the person do for them today.
    package let delegated: [DelegatedPlace]
    /// None for a customer, and for a rep on behalf of one.
    package let supplier: SupplierSide
    /// Nil for everybody who acts for themselves.
    package let acting: ActingRep?
    /// The account's units.
    package let tree: UnitTree
    package let credential: Credential
    /// All that the credential may be used for; nil for whatever the person may do.
    package let restriction: Set<Permission>?
    /// Nil for a rep. Of several, the one that may do most about quotes speaks for the person, whatever the credential is for.
    package let membership: Membership?
    /// Of this request; put in where it is let in (`AdmissionMiddleware`), since who a token stands for is remembered from one to the next.
    package var origin: EventOrigin?

    package init(
        person: PersonID, personName: String, account: AccountID, timeZone: String, language: String, currency: Currency,
        places: [Place], delegated: [DelegatedPlace] = [], supplier: SupplierSide = .none, acting: ActingRep? = nil, tree: UnitTree,
        credential: Credential, restriction: Set<Permission>? = nil
    ) {
        self.person = person
        self.personName = personName
        self.account = account
        self.timeZone = timeZone
        self.language = language
        self.currency = currency
        self.places = restriction.map { restriction in places.map { $0.restricted(to: restriction) } } ?? places
        self.delegated = restriction.map { restriction in delegated.map { $0.restricted(to: restriction) } } ?? delegated
        self.supplier = supplier
        self.acting = acting
        self.tree = tree
        self.credential = credential
        self.restriction = restriction
        membership = (places.first { $0.scope(of: .writeQuotes) != nil } ?? places.first)?.membership
    }

    /// What the person does in the account's team today; none for a customer.
    package var teamFunctions: Set<TeamFunction> { Set(supplier.functions.keys) }

    /// Whether a partner's work is all that the caller has to do with the account.
    package var isPartnerOnly: Bool { supplier.isPartner && supplier.access == nil && places.isEmpty }

    /// Everybody who asks for what this caller writes: none of them decides about it (product.md rule 7).
    package var askers: [PersonID] { [person] + (acting.map { [$0.person] } ?? []) }

    /// For acts that only a member does.
    package func member() throws(AccessRefusal) -> Membership {
        guard let membership else { throw .notAMember }
        return membership
    }

    package func scope(of permission: Permission) throws(AccessRefusal) -> Scope {
        if let scope = scope(ifPermitted: permission) { return scope }
        if acting != nil, !Permission.onBehalf.contains(permission) { throw .notOnBehalf }
        throw .notPermitted(permission)
    }

    /// For what has no part that a narrower scope could show: the ledger, the account itself.
    package func wholeAccount(_ permission: Permission) throws(AccessRefusal) {
        guard try scope(of: permission) == .account else { throw .notPermitted(permission) }
    }

    /// The units above those in which the caller has a place, these among them: what holds there (a contract, a policy) holds here.
    package var unitsAbove: [UnitID] {
        Array(Set(places.flatMap { tree.path(from: $0.membership.unit) }))
    }

    /// Nil when the permission is not given at all. What others have delegated is seen with what is one's own.
    package func scope(ifPermitted permission: Permission) -> Scope? {
        delegated.compactMap { $0.scope(of: permission) }.reduce(ownScope(ifPermitted: permission)) { $0?.united(with: $1) ?? $1 }
    }

    /// The same without what others have delegated.
    package func ownScope(ifPermitted permission: Permission) -> Scope? {
        if let restriction, !restriction.contains(permission) { return nil }
        if supplier.gives(permission) { return .account }
        return places.scope(of: permission)
    }

    /// Everything permitted, with its scope.
    package var permissions: [(permission: Permission, scope: Scope)] {
        Permission.allCases.compactMap { permission in scope(ifPermitted: permission).map { (permission, $0) } }
    }
}
