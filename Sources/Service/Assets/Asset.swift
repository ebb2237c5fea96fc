package import Accounts
package import Catalog
package import Kernel

package typealias AssetID = ID<Asset>

/// A delivered thing with a serial number and a warranty.
package struct Asset: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable { case inUse, retired }
    package enum Warranty: String, Sendable, Codable, CaseIterable { case inForce, over }

    package struct Holder: Sendable, Equatable {
        package let member: MembershipID
        package let name: String
    }

    package let id: AssetID
    /// In the system that it came from.
    package var externalID: String?
    package let product: ProductID
    package let sku: String
    /// In the reader's language.
    package let productName: String
    package let manufacturer: String?
    package let serialNumber: String
    package var unit: UnitID
    /// Who has it; nil: nobody in particular.
    package var holder: Holder?
    package var costCentre: CostCentreID?
    package var deliveredOn: LocalDate
    /// The last day of the warranty; nil: none is known.
    package var warrantyUntil: LocalDate?
    /// The first day on which it is no longer in use.
    package var retiredOn: LocalDate?
    package var version: Int
    /// The account's day on which it was read: what follows from days follows from this one (rule 15).
    package let asOf: LocalDate

    package var state: State { retiredOn.map { $0 <= asOf } ?? false ? .retired : .inUse }

    /// Nil where none is known.
    package var warranty: Warranty? { warrantyUntil.map { asOf <= $0 ? .inForce : .over } }
}

/// What the supplier says of a thing that it has delivered.
package struct DeliveredAsset: Sendable, Equatable {
    package let sku: String
    package let serialNumber: String
    package let externalID: String?
    package let unit: UnitID
    package let holder: MembershipID?
    package let costCentre: CostCentreID?
    package let deliveredOn: LocalDate
    package let warrantyUntil: LocalDate?
    package let retiredOn: LocalDate?

    package init(
        sku: String, serialNumber: String, externalID: String? = nil, unit: UnitID, holder: MembershipID? = nil,
        costCentre: CostCentreID? = nil, deliveredOn: LocalDate, warrantyUntil: LocalDate? = nil, retiredOn: LocalDate? = nil
    ) {
        self.sku = sku
        self.serialNumber = serialNumber
        self.externalID = externalID
        self.unit = unit
        self.holder = holder
        self.costCentre = costCentre
        self.deliveredOn = deliveredOn
        self.warrantyUntil = warrantyUntil
        self.retiredOn = retiredOn
    }
}

/// Which of them somebody looks for.
package struct AssetFilter: Sendable, Equatable {
    package var sku: String?
    package var serialNumber: String?
    package var unit: UnitID?
    package var holder: MembershipID?
    package var state: Asset.State?
    /// Those whose warranty ends on this day or before.
    package var warrantyUntil: LocalDate?

    package init(
        sku: String? = nil, serialNumber: String? = nil, unit: UnitID? = nil, holder: MembershipID? = nil, state: Asset.State? = nil,
        warrantyUntil: LocalDate? = nil
    ) {
        self.sku = sku
        self.serialNumber = serialNumber
        self.unit = unit
        self.holder = holder
        self.state = state
        self.warrantyUntil = warrantyUntil
    }
}
