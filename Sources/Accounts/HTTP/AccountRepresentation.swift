import Kernel
import Web

struct AccountRepresentation: Encodable {
    let id: AccountID
    let externalID: String?
    let name: String
    let timeZone: String
    let language: String
    let currency: Currency
    let status: String
    let actions: [ActionLink]

    init(_ account: Account, for caller: Caller) {
        id = account.id
        externalID = account.externalID
        name = account.name
        timeZone = account.timeZone
        language = account.language
        currency = account.currency
        status = account.isActive ? "active" : "disabled"
        actions = caller.scope(ifPermitted: .manageAccount) == nil ? [] : [ActionLink("change", "PATCH", "/v1/accounts/\(account.id)")]
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, timeZone, language, currency, status, actions
        case externalID = "externalId"
    }
}

struct MemberRepresentation: Encodable {
    let id: MembershipID
    let person: Named<PersonID>
    let unit: Named<UnitID>
    let roles: [RoleKey]
    let manager: MembershipID?
    let startsOn: LocalDate
    let endsOn: LocalDate?

    init(_ member: Member) {
        let membership = member.membership
        id = membership.id
        person = Named(id: membership.person, name: member.personName, email: member.email)
        unit = Named(id: membership.unit, name: member.unitName, email: nil)
        roles = membership.roles
        manager = membership.manager
        startsOn = membership.startsOn
        endsOn = membership.endsOn
    }

    struct Named<Identifier: Encodable>: Encodable {
        let id: Identifier
        let name: String
        let email: String?
    }
}
