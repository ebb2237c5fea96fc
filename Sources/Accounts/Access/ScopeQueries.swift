import FoundationEssentials
import Kernel
import Persistence
package import Postgres

/// A scope as the condition of a statement. There is one for each shape that a scope can have, because the service's statements are planned
/// once for all values: a condition that fits every scope would be planned for none.
extension Scope {
    /// The condition that a row is covered.
    /// - Parameters:
    ///   - unit: the row's column of the unit that it is in.
    ///   - owner: its column of the membership that owns it.
    package func rows(unit: SQL, owner: SQL) -> SQL {
        switch self {
        case .own(let membership): "\(owner) = \(membership)"
        case .units(let units): "\(unit) = ANY(\(units.sorted { $0.uuid < $1.uuid }))"
        case .account: "true"
        }
    }
}
