package import Kernel
package import Ledger

/// Who asks, in one account: what the verbs and queries of every room take.
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
    /// What the person does in the account's team today; none for a customer.
    package let teamFunctions: Set<TeamFunction>
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
        places: [Place], delegated: [DelegatedPlace] = [], teamFunctions: Set<TeamFunction> = [], tree: UnitTree, credential: Credential,
        restriction: Set<Permission>? = nil
    ) {
        self.person = person
        self.personName = personName
        self.account = account
        self.timeZone = timeZone
        self.language = language
        self.currency = currency
        self.places = restriction.map { restriction in places.map { $0.restricted(to: restriction) } } ?? places
        self.delegated = restriction.map { restriction in delegated.map { $0.restricted(to: restriction) } } ?? delegated
        self.teamFunctions = teamFunctions
        self.tree = tree
        self.credential = credential
        self.restriction = restriction
        membership = (places.first { $0.scope(of: .writeQuotes) != nil } ?? places.first)?.membership
    }

    /// For acts that only a member does.
    package func member() throws(AccessRefusal) -> Membership {
        guard let membership else { throw .notAMember }
        return membership
    }

    package func scope(of permission: Permission) throws(AccessRefusal) -> Scope {
        guard let scope = scope(ifPermitted: permission) else { throw .notPermitted(permission) }
        return scope
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
        if !teamFunctions.isEmpty, Role.accountTeam.permissions[permission] == .account { return .account }
        return places.scope(of: permission)
    }

    /// Everything permitted, with its scope.
    package var permissions: [(permission: Permission, scope: Scope)] {
        Permission.allCases.compactMap { permission in scope(ifPermitted: permission).map { (permission, $0) } }
    }
}
