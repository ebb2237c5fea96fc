import Kernel

/// What the ledger keeps of a change to a place in the account's team.
struct TeamMemberChanged: Encodable {
    let from: TeamMemberAdded
    let to: TeamMemberAdded
}

/// Of an account's reseller of record.
struct AccountPartnerSaved: Encodable {
    let partner: PartnerID
    let name: String
    let startsOn: LocalDate
    let endsOn: LocalDate?

    init(_ place: AccountPartner) {
        partner = place.partner
        name = place.partnerName
        startsOn = place.startsOn
        endsOn = place.endsOn
    }
}

struct AccountPartnerChanged: Encodable {
    let from: AccountPartnerSaved
    let to: AccountPartnerSaved
}
