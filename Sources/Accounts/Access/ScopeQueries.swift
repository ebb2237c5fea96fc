import FoundationEssentials
import Kernel
import Persistence
package import Postgres

/// A scope as the condition of a statement. There is one for each shape that a scope can have, because the service's statements are planned
/// once for all values: a condition that fits every scope would be planned for none (docs/decisions/0006).
extension Scope {
    /// The condition that a row is covered.
    /// - Parameters:
    ///   - unit: the row's column of the unit that it is in.
    ///   - owner: its column of the membership that owns it.
    package func rows(unit: SQL, owner: SQL) -> SQL {
        rows(unit: unit) { owners in
            owners.count == 1 ? "\(owner) = \(owners[0])" : "\(owner) = ANY(\(owners))"
        }
    }

    /// The same where a row has no owner's column.
    /// - Parameter owned: the condition that one of these memberships owns the row.
    package func rows(unit: SQL, owned: ([MembershipID]) -> SQL) -> SQL {
        guard case .below(let tops, let tree) = units else { return "true" }
        let ids = tops.flatMap { tree.all(from: $0) }
        switch (ids.count, owners.isEmpty) {
        case (0, true): return "false"
        case (0, false): return owned(owners)
        case (1, true): return "\(unit) = \(ids[0])"
        case (...Self.few, true) where ids.count * 8 <= tree.units.count: return "\(unit) = ANY(\(ids))"
        // Many units: hashed once, for the rows of an index that is walked in the list's order. The OR is what keeps PostgreSQL from
        // reading all rows of all these units and sorting them.
        case (_, true): return "(\(unit) IN (SELECT unnest(\(ids)::uuid[])) OR false)"
        case (_, false): return "(\(unit) IN (SELECT unnest(\(ids)::uuid[])) OR \(owned(owners)))"
        }
    }

    /// Up to so many units their rows are read by the index of units.
    private static let few = 32
}
