package import Kernel

/// Where a customer books what it buys.
package struct CostCentre: Sendable, Equatable {
    package let id: CostCentreID
    package var unit: UnitID
    package let code: String
    package var name: String
    package var disabledAt: Instant?
    package var version: Int

    package init(id: CostCentreID, unit: UnitID, code: String, name: String, disabledAt: Instant? = nil, version: Int = 1) {
        self.id = id
        self.unit = unit
        self.code = code
        self.name = name
        self.disabledAt = disabledAt
        self.version = version
    }
}

package typealias CostCentreID = ID<CostCentre>
