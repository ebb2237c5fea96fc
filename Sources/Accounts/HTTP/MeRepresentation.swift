import FoundationEssentials
import Kernel

struct MeRepresentation: Encodable {
    let person: PersonRepresentation
    let credential: CredentialPart
    /// Absent for a key.
    let sessionExpiresAt: Instant?
    let accounts: [AccountPart]
    let staff: StaffPart?
    /// The accounts for which a partner of the person's is of record.
    let partnerAccounts: [PartnerAccountPart]?

    init(_ principal: Principal, _ rights: PrincipalsRights) {
        person = PersonRepresentation(principal.person)
        let credential = CredentialPart(principal)
        self.credential = credential
        sessionExpiresAt = credential.kind == .session ? principal.expiresAt : nil
        accounts = rights.accounts.map(AccountPart.init)
        staff = principal.staffTitle.map { title in
            // A key is for accounts, and not for the supplier's own side.
            let permissions = credential.kind == .session ? principal.staffPermissions : []
            return StaffPart(
                title: title, readsFeed: permissions.contains(.readFeed), permissions: StaffPermissionPart.all(permissions),
                teams: rights.served.map { TeamPart($0, only: rights.restrictions?[$0.id]) })
        }
        partnerAccounts = rights.partners.isEmpty ? nil : rights.partners.map(PartnerAccountPart.init)
    }

    /// What the request has shown.
    struct CredentialPart: Encodable {
        enum Kind: String, Encodable { case session, apiKey }

        let kind: Kind
        let id: String
        let expiresAt: Instant?

        init(_ principal: Principal) {
            switch principal.credential {
            case .session: kind = .session
            case .apiKey: kind = .apiKey
            }
            id = principal.credential.id.uuidString.lowercased()
            expiresAt = principal.expiresAt
        }
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
        let permissions: [StaffPermissionPart]
        let teams: [TeamPart]
    }

    struct TeamPart: Encodable {
        let account: AccountID
        let name: String
        let functions: [TeamFunction]
        let access: TeamAccess
        let explanation: String
        let permissions: [PermissionPart]

        init(_ served: ServedAccount, only restriction: Set<Permission>?) {
            account = served.id
            name = served.name
            functions = served.functions
            access = served.access
            explanation = served.explanation
            let role: Role = served.access == .edit ? .accountTeam : .accountReader
            permissions = PermissionPart.all(role.permissions.filter { restriction?.contains($0.key) ?? true })
        }
    }

    struct PartnerAccountPart: Encodable {
        let account: AccountID
        let name: String
        let partners: [String]
        let permissions: [PermissionPart]
        let explanation: String

        init(_ found: PartnersAccount) {
            account = found.id
            name = found.name
            partners = found.partners
            permissions = PermissionPart.all(Role.partner.permissions)
            explanation = "You may see the orders: \(found.partners.joined(separator: ", ")) is the reseller of record today."
        }
    }
}

extension ServedAccount {
    fileprivate var explanation: String {
        let words =
            access == .edit ? "You see everything of the customer and write what is the team's." : "You see everything and write nothing."
        return actsOnBehalf ? words + " You may act on behalf of members, never for decisions." : words
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
