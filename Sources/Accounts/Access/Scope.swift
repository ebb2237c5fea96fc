package import FoundationEssentials
import Kernel

/// Which of an account's rows a permission covers, resolved for one caller (product.md rules 19 and 20).
///
/// A statement puts `rows(unit:owner:)` behind its WHERE, of a list as of a read by id.
package enum Scope: Sendable, Equatable {
    case own(MembershipID)
    /// These units: one and all below it, already resolved.
    case units(Set<UnitID>)
    case account

    package func allows(unit: UnitID, owner: MembershipID?) -> Bool {
        switch self {
        case .own(let membership): owner == membership
        case .units(let units): units.contains(unit)
        case .account: true
        }
    }

    /// Nil: every unit.
    package var unitFilter: [UUID]? {
        guard case .units(let units) = self else { return nil }
        return units.map(\.uuid).sorted()
    }

    /// Nil: every owner.
    package var ownerFilter: UUID? {
        guard case .own(let membership) = self else { return nil }
        return membership.uuid
    }
}
