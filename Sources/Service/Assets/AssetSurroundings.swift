import Accounts
import Catalog
import Kernel

/// What of the account has to be known to say whether something can be said of an asset.
struct AssetSurroundings: Sendable {
    /// By SKU.
    let products: [String: ProductID]
    /// Units that there are, that are in use, and that the caller may name.
    let units: Set<UnitID>
    /// With their names.
    let holders: [MembershipID: String]
    let costCentres: Set<CostCentreID>

    /// What is wrong with where it is to stand, with pointers that begin at the asset; nil says nothing new.
    func faults(unit: UnitID?, holder: MembershipID?, costCentre: CostCentreID?) -> [Fault] {
        var faults: [Fault] = []
        if let unit, !units.contains(unit) { faults.append(Fault("/unit", "notFound", "There is no such unit in use.")) }
        if let holder, holders[holder] == nil { faults.append(Fault("/holder", "notFound", "There is no such member.")) }
        if let costCentre, !costCentres.contains(costCentre) {
            faults.append(Fault("/costCentre", "notFound", "There is no such cost centre in use."))
        }
        return faults
    }
}

extension Fault {
    static func days(delivered: LocalDate, warrantyUntil: LocalDate?, retired: LocalDate?) -> [Fault] {
        var faults: [Fault] = []
        if let warrantyUntil, warrantyUntil < delivered {
            faults.append(Fault("/warrantyUntil", "beforeDelivery", "It was delivered on \(delivered)."))
        }
        if let retired, retired < delivered { faults.append(Fault("/retiredOn", "beforeDelivery", "It was delivered on \(delivered).")) }
        return faults
    }
}
