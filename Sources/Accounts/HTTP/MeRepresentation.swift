import Kernel

struct MeRepresentation: Encodable {
    let person: PersonRepresentation
    let sessionExpiresAt: Instant
    let accounts: [AccountPart]
    let staff: StaffPart?

    init(_ principal: Principal, _ accounts: [PersonsAccount], _ served: [ServedAccount]) {
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

        init(_ account: PersonsAccount) {
            id = account.id
            name = account.name
            timeZone = account.timeZone
            language = account.language
            currency = account.currency
            memberships = account.memberships.map(MembershipPart.init)
        }
    }

    struct MembershipPart: Encodable {
        let id: MembershipID
        let unit: UnitID
        let roles: [RoleKey]
        let startsOn: LocalDate
        let endsOn: LocalDate?
        let permissions: [PermissionPart]

        init(_ membership: Membership) {
            id = membership.id
            unit = membership.unit
            roles = membership.roles
            startsOn = membership.startsOn
            endsOn = membership.endsOn
            permissions = PermissionPart.all(Role.united(membership.roles.compactMap { $0.builtIn?.role }))
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

    struct PermissionPart: Encodable {
        let permission: Permission
        let scope: Reach
        let explanation: String

        static func all(_ permissions: [Permission: Reach]) -> [PermissionPart] {
            Permission.allCases.compactMap { permission in
                permissions[permission].map { PermissionPart(permission: permission, scope: $0, explanation: $0.explanation) }
            }
        }
    }
}

extension Reach {
    fileprivate var explanation: String {
        switch self {
        case .own: "What this membership made itself."
        case .unit: "This membership's unit and all below it."
        case .account: "The whole account."
        }
    }
}
