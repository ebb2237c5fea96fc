import Kernel

// What the ledger keeps of a unit's cost centres and addresses: before and after.

package struct CostCentreSaved: Encodable, Sendable {
    let unit: UnitID
    let code: String
    let name: String
    let status: String

    package init(_ costCentre: CostCentre) {
        unit = costCentre.unit
        code = costCentre.code
        name = costCentre.name
        status = costCentre.disabledAt == nil ? "active" : "disabled"
    }
}

package struct AddressSaved: Encodable, Sendable {
    let unit: UnitID
    let uses: [Address.Use]
    let name: String
    let lines: [String]
    let city: String
    let region: String?
    let postalCode: String
    let country: String
    let status: String

    package init(_ address: Address) {
        unit = address.unit
        uses = address.uses
        name = address.name
        lines = address.lines
        city = address.city
        region = address.region
        postalCode = address.postalCode
        country = address.country
        status = address.disabledAt == nil ? "active" : "disabled"
    }
}

struct SettingChanged<Saved: Encodable>: Encodable {
    let from: Saved
    let to: Saved
}
