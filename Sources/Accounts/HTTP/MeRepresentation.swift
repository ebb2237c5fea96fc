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

    init(_ principal: Principal, _ rights: PrincipalsRights, in words: AccessWords) {
        person = PersonRepresentation(principal.person)
        let credential = CredentialPart(principal)
        self.credential = credential
        sessionExpiresAt = credential.kind == .session ? principal.expiresAt : nil
        accounts = rights.accounts.map { AccountPart($0, in: words) }
        staff = principal.staffTitle.map { title in
            // A key is for accounts, and not for the supplier's own side: with it one reads of the feed those in which it may.
            let whole = principal.staffPermissions
            let permissions = credential.kind == .session ? whole : whole.intersection([.readFeed])
            return StaffPart(
                title: title, readsFeed: permissions.contains(.readFeed), permissions: StaffPermissionPart.all(permissions, in: words),
                teams: rights.served.map { TeamPart($0, only: rights.restrictions?[$0.id], in: words) })
        }
        partnerAccounts = rights.partners.isEmpty ? nil : rights.partners.map { PartnerAccountPart($0, in: words) }
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

        init(_ rights: PersonsRights, in words: AccessWords) {
            let account = rights.account
            id = account.id
            name = account.name
            timeZone = account.timeZone
            language = account.language
            currency = account.currency
            memberships = rights.places.map { MembershipPart($0, in: words) }
            limits = rights.limits.map(LimitPart.init)
            delegations = rights.delegations.map { DelegatedPart($0, in: words) }
            explanation = rights.explanation(in: words)
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

        init(_ found: PersonsPlace, in words: AccessWords) {
            let membership = found.place.membership
            id = membership.id
            unit = membership.unit
            unitName = found.unitName
            roles = membership.roles
            startsOn = membership.startsOn
            endsOn = membership.endsOn
            permissions = PermissionPart.all(of: found, in: words)
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

        init(_ delegated: DelegatedPlace, in words: AccessWords) {
            delegation = delegated.delegation
            act = delegated.act
            self.for = delegated.delegator
            name = delegated.delegatorName
            upTo = delegated.upTo
            endsOn = delegated.until
            let (orders, amount) = (act == .order, upTo.map(\.description))
            let what = orders ? "submit and order what is \(name)'s own" : "decide for \(name) about approvals that wait for \(name)"
            let chinese = orders ? "提交和订购\(name)自己的内容" : "代\(name)决定等待其审批的内容"
            explanation = words(
                "Until \(endsOn) you may \(what)\(amount.map { ", up to \($0) each" } ?? ""), as far as \(name) may.",
                "至 \(endsOn) 为止，您可以\(chinese)\(amount.map { "，每笔不超过 \($0)" } ?? "")，以\(name)的权限为限。")
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

        init(_ served: ServedAccount, only restriction: Set<Permission>?, in words: AccessWords) {
            account = served.id
            name = served.name
            functions = served.functions
            access = served.access
            explanation = served.explanation(in: words)
            let role: Role = served.access == .edit ? .accountTeam : .accountReader
            permissions = PermissionPart.all(role.permissions.filter { restriction?.contains($0.key) ?? true }, in: words)
        }
    }

    struct PartnerAccountPart: Encodable {
        let account: AccountID
        let name: String
        let partners: [String]
        let permissions: [PermissionPart]
        let explanation: String

        init(_ found: PartnersAccount, in words: AccessWords) {
            account = found.id
            name = found.name
            partners = found.partners
            permissions = PermissionPart.all(Role.partner.permissions, in: words)
            explanation = words(
                "You may see the orders: \(found.partners.joined(separator: ", ")) is the reseller of record today.",
                "您可以查看订单：\(found.partners.joined(separator: "、"))今天是登记的经销商。")
        }
    }
}

extension ServedAccount {
    fileprivate func explanation(in words: AccessWords) -> String {
        let seen =
            access == .edit
            ? words("You see everything of the customer and write what is the team's.", "您可以查看客户的全部内容，并填写属于团队的内容。")
            : words("You see everything and write nothing.", "您可以查看全部内容，但不能填写。")
        return actsOnBehalf
            ? seen + words(" You may act on behalf of members, never for decisions.", "您可以代表成员行事，但不能代为审批。") : seen
    }
}

extension PersonsRights {
    /// How what is listed below comes together.
    fileprivate func explanation(in words: AccessWords) -> String {
        let several = places.count > 1 || places.contains { $0.place.roles.count > 1 }
        let united =
            several
            ? words(
                "What your memberships and roles let you do adds up; of limits the highest counts. ",
                "您的各个成员资格和角色的权限合并计算；限额取其最高者。") : ""
        let beyond = words("An amount in a currency that a limit does not name is beyond it.", "限额未列出的货币的金额一律超出限额。")
        return united + (limits.isEmpty ? words("You have no limits.", "您没有限额。") : beyond)
    }
}
