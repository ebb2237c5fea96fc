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
