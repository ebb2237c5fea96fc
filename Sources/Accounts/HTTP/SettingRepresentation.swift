import Kernel
import Web

struct CostCentreRepresentation: Encodable {
    let id: CostCentreID
    let unit: UnitID
    let code: String
    let name: String
    let status: String
    let version: Int

    init(_ costCentre: CostCentre) {
        id = costCentre.id
        unit = costCentre.unit
        code = costCentre.code
        name = costCentre.name
        status = costCentre.disabledAt == nil ? "active" : "disabled"
        version = costCentre.version
    }
}

struct AddressRepresentation: Encodable {
    let id: AddressID
    let externalID: String?
    let unit: UnitID
    let uses: [Address.Use]
    let name: String
    let lines: [String]
    let city: String
    let region: String?
    let postalCode: String
    let country: String
    let status: String
    let version: Int

    init(_ address: Address) {
        id = address.id
        externalID = address.externalID
        unit = address.unit
        uses = address.uses
        name = address.name
        lines = address.lines
        city = address.city
        region = address.region
        postalCode = address.postalCode
        country = address.country
        status = address.disabledAt == nil ? "active" : "disabled"
        version = address.version
    }

    private enum CodingKeys: String, CodingKey {
        case id, unit, uses, name, lines, city, region, postalCode, country, status, version
        case externalID = "externalId"
    }
}
