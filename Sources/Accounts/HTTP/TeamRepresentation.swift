import Kernel
import Web

struct TeamPlaceRepresentation: Encodable {
    let id: TeamPlaceID
    let person: PersonPart
    let function: TeamFunction
    let access: TeamAccess
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let state: TeamPlace.State
    let version: Int
    let actions: [ActionLink]

    struct PersonPart: Encodable {
        let id: PersonID
        let name: String
        let email: String
    }

    init(_ place: TeamPlace, for caller: Caller, on today: LocalDate) {
        id = place.id
        person = PersonPart(id: place.member.person, name: place.personName, email: place.email)
        function = place.member.function
        access = place.member.access
        startsOn = place.member.startsOn
        endsOn = place.member.endsOn
        state = place.state(on: today)
        version = place.version
        let mayChange = caller.supplier.permissions.contains(.manageTeams) && state != .ended
        actions = mayChange ? [ActionLink("change", "PATCH", Self.path(place.id, caller))] : []
    }

    static func path(_ id: TeamPlaceID, _ caller: Caller) -> String { "/v1/crm/accounts/\(caller.account)/team/\(id)" }
}

struct AccountPartnerRepresentation: Encodable {
    let id: AccountPartnerID
    let partner: PartnerPart
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let state: TeamPlace.State
    let version: Int
    let actions: [ActionLink]

    struct PartnerPart: Encodable {
        let id: PartnerID
        let name: String
    }

    init(_ place: AccountPartner, for caller: Caller, on today: LocalDate) {
        id = place.id
        partner = PartnerPart(id: place.partner, name: place.partnerName)
        startsOn = place.startsOn
        endsOn = place.endsOn
        state = place.period.state(on: today)
        version = place.version
        let mayChange = caller.supplier.permissions.contains(.manageTeams) && state != .ended
        actions = mayChange ? [ActionLink("change", "PATCH", Self.path(place.id, caller))] : []
    }

    static func path(_ id: AccountPartnerID, _ caller: Caller) -> String { "/v1/crm/accounts/\(caller.account)/partners/\(id)" }
}
