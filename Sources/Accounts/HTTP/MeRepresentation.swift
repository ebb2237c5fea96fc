import Kernel

struct MeRepresentation: Encodable {
    let person: PersonRepresentation
    let sessionExpiresAt: Instant
    let accounts: [AccountPart]
    let staff: StaffPart?

    init(_ principal: Principal, _ accounts: [PersonsRights], _ served: [ServedAccount]) {
        person = PersonRepresentation(principal.person)
        sessionExpiresAt = principal.expiresAt
        self.accounts = accounts.map(AccountPart.init)
        staff = principal.staffTitle.map { StaffPart(title: $0, readsFeed: principal.readsFeed, teams: served.map(TeamPart.init)) }
    }

    struct AccountPart: Encodable {
        let id: AccountID
        let name: String
        let timeZone: String
        let language: String
        let currency: Currency
        let memberships: [MembershipPart]
        /// Of all memberships together.
        let limits: [LimitPart]
        /// What the person may do for others.
        let delegations: [DelegatedPart]
        let explanation: String

        init(_ rights: PersonsRights) {
            let account = rights.account
            id = account.id
            name = account.name
            timeZone = account.timeZone
            language = account.language
            currency = account.currency
            memberships = rights.places.map(MembershipPart.init)
            limits = rights.limits.map(LimitPart.init)
            delegations = rights.delegations.map(DelegatedPart.init)
            explanation = rights.explanation
        }
    }

    struct MembershipPart: Encodable {
        let id: MembershipID
        let unit: UnitID
        let unitName: String
        let roles: [RoleKey]
        let startsOn: LocalDate
        let endsOn: LocalDate?
        let permissions: [PermissionPart]

        init(_ found: PersonsPlace) {
            let membership = found.place.membership
            id = membership.id
            unit = membership.unit
            unitName = found.unitName
            roles = membership.roles
            startsOn = membership.startsOn
            endsOn = membership.endsOn
            permissions = PermissionPart.all(of: found)
        }
    }

    struct LimitPart: Encodable {
        let act: SpendingLimit.Act
        let period: SpendingLimit.Period
        let limits: [Money]
        /// The first and the last day of the period of today; absent for what is counted by document.
        let from: LocalDate?
        let to: LocalDate?
        /// Of each of `limits`.
        let left: [Money]

        init(_ limit: LimitLeft) {
            act = limit.act
            period = limit.period
            limits = limit.limits
            from = limit.days?.lowerBound
            to = limit.days?.upperBound
            left = limit.left
        }
    }

    /// What somebody has delegated to the person.
    struct DelegatedPart: Encodable {
        let delegation: DelegationID
        let act: SpendingLimit.Act
        let `for`: MembershipID
        let name: String
        let upTo: Money?
        let endsOn: LocalDate
        let explanation: String

        init(_ listed: ListedDelegation) {
            let delegation = listed.delegation
            self.delegation = delegation.id
            act = delegation.act
            self.for = delegation.delegator
            name = listed.delegatorName
            upTo = delegation.upTo
            endsOn = delegation.endsOn
            let what = act == .order ? "submit and order what is \(name)'s own" : "decide for \(name) about approvals that wait for \(name)"
            explanation = "Until \(endsOn) you may \(what)\(upTo.map { ", up to \($0) each" } ?? ""), as far as \(name) may."
        }
    }

    struct StaffPart: Encodable {
        let title: String
        let readsFeed: Bool
        let teams: [TeamPart]
    }

    struct TeamPart: Encodable {
        let account: AccountID
        let name: String
        let functions: [TeamFunction]
        let permissions: [PermissionPart]

        init(_ served: ServedAccount) {
            account = served.id
            name = served.name
            functions = served.functions
            permissions = PermissionPart.all(Role.accountTeam.permissions)
        }
    }
}

extension PersonsRights {
    /// How what is listed below comes together.
    fileprivate var explanation: String {
        let several = places.count > 1 || places.contains { $0.place.roles.count > 1 }
        let united = several ? "What your memberships and roles let you do adds up; of limits the highest counts. " : ""
        return united + (limits.isEmpty ? "You have no limits." : "An amount in a currency that a limit does not name is beyond it.")
    }
}
