package import Kernel

package typealias PartnerID = ID<Partner>
package typealias PartnerPersonID = ID<PartnerPerson>
package typealias AccountPartnerID = ID<AccountPartner>

/// A reseller of record. Disabled, its people see nothing.
package struct Partner: Sendable, Equatable {
    package let id: PartnerID
    package var name: String
    package var disabledAt: Instant?
    package var version: Int

    package init(id: PartnerID, name: String, disabledAt: Instant? = nil, version: Int = 1) {
        self.id = id
        self.name = name
        self.disabledAt = disabledAt
        self.version = version
    }
}

/// Somebody who works for a partner, from a day to a day: in the time zone of the account that they look at.
package struct PartnerPerson: Sendable, Equatable {
    package let id: PartnerPersonID
    package let partner: PartnerID
    package let person: Person
    package let startsOn: LocalDate
    package var endsOn: LocalDate?
    package var version: Int

    package init(
        id: PartnerPersonID, partner: PartnerID, person: Person, startsOn: LocalDate, endsOn: LocalDate? = nil, version: Int = 1
    ) {
        self.id = id
        self.partner = partner
        self.person = person
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.version = version
    }

    var period: Period { Period(startsOn: startsOn, endsOn: endsOn) }
}

/// A partner as an account's reseller of record, from a day to a day in the account's time zone.
package struct AccountPartner: Sendable, Equatable {
    package let id: AccountPartnerID
    package let account: AccountID
    package let partner: PartnerID
    package let partnerName: String
    package let startsOn: LocalDate
    package var endsOn: LocalDate?
    package var version: Int

    package init(
        id: AccountPartnerID, account: AccountID, partner: PartnerID, partnerName: String, startsOn: LocalDate,
        endsOn: LocalDate? = nil, version: Int = 1
    ) {
        self.id = id
        self.account = account
        self.partner = partner
        self.partnerName = partnerName
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.version = version
    }

    var period: Period { Period(startsOn: startsOn, endsOn: endsOn) }
}

/// An account as a partner's person finds it.
package struct PartnersAccount: Sendable, Equatable {
    package let id: AccountID
    package let name: String
    /// The partners of record today for whom the person works.
    package let partners: [String]
}
