import Kernel

/// Which of an account's rows a permission covers, resolved for one caller (product.md rules 19 and 20): what is in some units, and what
/// some memberships own.
///
/// This is the only place that decides it. What is in memory asks `allows`; a statement puts `rows(unit:owner:)` behind its WHERE.
package struct Scope: Sendable, Equatable {
    package enum Units: Sendable, Equatable {
        case all
        /// These and all below them; none of them stands under another.
        case below([UnitID], in: UnitTree)
    }

    package let units: Units
    /// The caller's memberships, where what these own is covered wherever it is.
    package let owners: [MembershipID]

    package static let account = Scope(units: .all, owners: [])

    private init(units: Units, owners: [MembershipID]) {
        self.units = units
        self.owners = owners
    }

    /// - Parameters:
    ///   - tops: everything in these units and all below them is covered.
    ///   - owners: and everything that these memberships own.
    package init(below tops: some Sequence<UnitID>, in tree: UnitTree, owners: [MembershipID] = []) {
        let tops = tree.tops(of: tops)
        if let root = tree.root, tops == [root] {
            self = .account
        } else {
            self.init(units: .below(tops, in: tops.isEmpty ? .empty : tree), owners: owners.sorted { $0.uuid < $1.uuid })
        }
    }

    package static func own(_ memberships: MembershipID...) -> Scope {
        Scope(below: [], in: .empty, owners: memberships)
    }

    /// The same reach in a tree that was read since.
    func resolved(in tree: UnitTree) -> Scope {
        guard case .below(let tops, _) = units, !tops.isEmpty else { return self }
        return Scope(below: tops, in: tree, owners: owners)
    }

    /// What either covers.
    func united(with other: Scope) -> Scope {
        guard case .below(let tops, let tree) = units, case .below(let others, let otherTree) = other.units else { return .account }
        return Scope(below: tops + others, in: tops.isEmpty ? otherTree : tree, owners: Array(Set(owners + other.owners)))
    }

    package func allows(unit: UnitID, owner: MembershipID?) -> Bool {
        if let owner, owners.contains(owner) { return true }
        return covers(unit)
    }

    /// Whether everything in the unit is covered, whoever owns it.
    package func covers(_ unit: UnitID) -> Bool {
        switch units {
        case .all: true
        case .below(let tops, let tree): tops.contains { tree.isAt(unit, orBelow: $0) }
        }
    }
}

extension UnitTree {
    static let empty = UnitTree(version: 0, [])
}
