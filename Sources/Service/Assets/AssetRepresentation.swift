import Accounts
import Catalog
import Kernel
import Web

struct AssetRepresentation: Encodable {
    let id: AssetID
    let externalID: String?
    let sku: String
    let product: String
    let manufacturer: String?
    let serialNumber: String
    let unit: UnitID
    let holder: HolderPart?
    let costCentre: CostCentreID?
    let deliveredOn: LocalDate
    let warrantyUntil: LocalDate?
    let warranty: Asset.Warranty?
    let retiredOn: LocalDate?
    let status: Asset.State
    let actions: [ActionLink]

    struct HolderPart: Encodable {
        let member: MembershipID
        let name: String
    }

    init(_ asset: Asset, _ caller: Caller) {
        id = asset.id
        externalID = asset.externalID
        sku = asset.sku
        product = asset.productName
        manufacturer = asset.manufacturer
        serialNumber = asset.serialNumber
        unit = asset.unit
        holder = asset.holder.map { HolderPart(member: $0.member, name: $0.name) }
        costCentre = asset.costCentre
        deliveredOn = asset.deliveredOn
        warrantyUntil = asset.warrantyUntil
        warranty = asset.warranty
        retiredOn = asset.retiredOn
        status = asset.state
        let path = Self.path(asset, caller)
        let mayChange = caller.scope(ifPermitted: .manageUnits)?.allows(unit: asset.unit, owner: asset.holder?.member) ?? false
        let mayFind = caller.scope(ifPermitted: .readCatalog) != nil
        actions =
            [ActionLink("read", "GET", path)] + (mayFind ? [ActionLink("compatible", "GET", path + "/compatible")] : [])
            + (mayChange ? [ActionLink("change", "PATCH", path)] : [])
    }

    static func path(_ asset: Asset, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/assets/\(asset.id)" }

    private enum CodingKeys: String, CodingKey {
        case id, sku, product, manufacturer, serialNumber, unit, holder, costCentre, deliveredOn, warrantyUntil, warranty, retiredOn
        case status, actions
        case externalID = "externalId"
    }
}

/// What became of each that was sent, in their order.
struct AssetReportRepresentation: Encodable {
    let items: [Item]
    let created: Int
    let changed: Int
    let unchanged: Int

    struct Item: Encodable {
        let id: AssetID
        let sku: String
        let serialNumber: String
        let outcome: RegisterAssets.Outcome.Kind
    }

    init(_ outcomes: [RegisterAssets.Outcome]) {
        items = outcomes.map { Item(id: $0.asset.id, sku: $0.asset.sku, serialNumber: $0.asset.serialNumber, outcome: $0.kind) }
        created = outcomes.count { $0.kind == .created }
        changed = outcomes.count { $0.kind == .changed }
        unchanged = outcomes.count { $0.kind == .unchanged }
    }
}

extension DeliveredAsset {
    /// What the members of a body say.
    init(_ fields: Fields) {
        self.init(
            sku: fields.string("sku", 1...40), serialNumber: fields.string("serialNumber", 1...100),
            externalID: fields.optionalString("externalId", 1...100), unit: fields.id("unit"), holder: fields.optionalID("holder"),
            costCentre: fields.optionalID("costCentre"), deliveredOn: fields.date("deliveredOn"),
            warrantyUntil: fields.optionalDate("warrantyUntil"), retiredOn: fields.optionalDate("retiredOn"))
    }
}
