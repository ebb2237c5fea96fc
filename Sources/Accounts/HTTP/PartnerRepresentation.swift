import Kernel
import Web

struct PartnerRepresentation: Encodable {
    let id: PartnerID
    let name: String
    let status: String
    let version: Int
    let actions: [ActionLink]

    init(_ partner: Partner) {
        id = partner.id
        name = partner.name
        status = partner.disabledAt == nil ? "active" : "disabled"
        version = partner.version
        actions = [
            ActionLink("change", "PATCH", Self.path(partner.id)), ActionLink("people", "GET", Self.path(partner.id) + "/people"),
            ActionLink("addPerson", "POST", Self.path(partner.id) + "/people"),
        ]
    }

    static func path(_ id: PartnerID) -> String { "/v1/partners/\(id)" }
}

struct PartnerPersonRepresentation: Encodable {
    let id: PartnerPersonID
    let person: TeamPlaceRepresentation.PersonPart
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let version: Int
    let actions: [ActionLink]

    init(_ place: PartnerPerson) {
        id = place.id
        person = .init(id: place.person.id, name: place.person.name, email: place.person.email)
        startsOn = place.startsOn
        endsOn = place.endsOn
        version = place.version
        actions = [ActionLink("change", "PATCH", Self.path(place))]
    }

    static func path(_ place: PartnerPerson) -> String { PartnerRepresentation.path(place.partner) + "/people/\(place.id)" }
}

/// An account as a partner's person finds it.
struct PartnersAccountRepresentation: Encodable {
    let id: AccountID
    let name: String
    let partners: [String]
    let actions: [ActionLink]

    init(_ account: PartnersAccount) {
        id = account.id
        name = account.name
        partners = account.partners
        actions = [ActionLink("orders", "GET", "/v1/accounts/\(account.id)/orders")]
    }
}
