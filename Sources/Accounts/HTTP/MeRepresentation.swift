import Kernel

struct MeRepresentation: Encodable {
    let person: PersonRepresentation
    let sessionExpiresAt: Instant
    let accounts: [AccountPart]
    let staff: StaffPart?
    /// The accounts for which a partner of the person's is of record.
    let partnerAccounts: [PartnerAccountPart]?

    init(_ principal: Principal, _ accounts: [PersonsRights], _ served: [ServedAccount], _ partners: [PartnersAccount]) {
        person = PersonRepresentation(principal.person)
        sessionExpiresAt = principal.expiresAt
        self.accounts = accounts.map(AccountPart.init)
        staff = principal.staffTitle.map { title in
            let permissions = principal.staffPermissions
            return StaffPart(
                title: title, readsFeed: permissions.contains(.readFeed), permissions: StaffPermissionPart.all(permissions),
                teams: served.map(TeamPart.init))
        }
        partnerAccounts = partners.isEmpty ? nil : partners.map(PartnerAccountPart.init)
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

        init(_ limit: EffectiveLimit) {
            act = limit.act
            period = limit.period
            limits = limit.amounts
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

        init(_ served: ServedAccount) {
            account = served.id
            name = served.name
            functions = served.functions
            access = served.access
            explanation = served.explanation
            permissions = PermissionPart.all((served.access == .edit ? Role.accountTeam : .accountReader).permissions)
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
