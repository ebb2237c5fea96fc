import Kernel

extension Address {
    /// An address before it has an id.
    package struct Draft: Sendable {
        let unit: UnitID
        let externalID: String?
        let uses: [Use]
        let name: String
        let lines: [String]
        let city: String
        let region: String?
        let postalCode: String
        let country: String

        package init(
            unit: UnitID, externalID: String?, uses: [Use], name: String, lines: [String], city: String, region: String?,
            postalCode: String, country: String
        ) {
            self.unit = unit
            self.externalID = externalID
            self.uses = uses
            self.name = name
            self.lines = lines
            self.city = city
            self.region = region
            self.postalCode = postalCode
            self.country = country
        }
    }

    package init(id: AddressID, _ draft: Draft) {
        self.init(
            id: id, unit: draft.unit, externalID: draft.externalID, uses: draft.uses, name: draft.name, lines: draft.lines,
            city: draft.city, region: draft.region, postalCode: draft.postalCode, country: draft.country)
    }
}
