import Accounts
import Kernel

/// What the ledger keeps of an asset.
struct AssetSaved: Encodable, Sendable {
    let sku: String
    let serialNumber: String
    let externalID: String?
    let unit: UnitID
    let holder: MembershipID?
    let costCentre: CostCentreID?
    let deliveredOn: LocalDate
    let warrantyUntil: LocalDate?
    let retiredOn: LocalDate?

    init(_ asset: Asset) {
        sku = asset.sku
        serialNumber = asset.serialNumber
        externalID = asset.externalID
        unit = asset.unit
        holder = asset.holder?.member
        costCentre = asset.costCentre
        deliveredOn = asset.deliveredOn
        warrantyUntil = asset.warrantyUntil
        retiredOn = asset.retiredOn
    }

    private enum CodingKeys: String, CodingKey {
        case sku, serialNumber, unit, holder, costCentre, deliveredOn, warrantyUntil, retiredOn
        case externalID = "externalId"
    }
}

struct AssetChanged: Encodable, Sendable {
    let from: AssetSaved
    let to: AssetSaved
}
