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
        actions =
            (caller.scope(ifPermitted: .manageAccount) == nil ? [] : [ActionLink("change", "PATCH", "/v1/accounts/\(account.id)")])
            + (caller.keepsAccount ? Self.keeping(account) : [])
    }

    /// As whoever has made it known gets it.
    init(_ account: Account, for principal: Principal) {
        id = account.id
        externalID = account.externalID
        name = account.name
        timeZone = account.timeZone
        language = account.language
        currency = account.currency
        status = account.isActive ? "active" : "disabled"
        actions = principal.staffPermissions.contains(.readAllAccounts) ? Self.keeping(account) : []
    }

    private static func keeping(_ account: Account) -> [ActionLink] {
        let path = "/v1/crm/accounts/\(account.id)"
        return [ActionLink("keep", "PATCH", path)] + (account.isActive ? [ActionLink("inviteAdmin", "POST", path + "/admins")] : [])
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, timeZone, language, currency, status, actions
        case externalID = "externalId"
    }
}
