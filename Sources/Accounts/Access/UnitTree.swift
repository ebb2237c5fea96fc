import Kernel

/// An account's units as they stand under each other. A unit and all below it stand together (preorder), so whether one is at or below
/// another is two comparisons, and all of them are a slice.
///
/// Every caller of an account shares one, for as long as its version is the account's (`UnitTrees`).
package final class UnitTree: Sendable {
    /// The account's `unit_tree_version`.
    package let version: Int
    /// Every unit, the root first, each before those below it.
    package let units: [UnitID]
    /// For each unit the place behind the last one below it.
    private let ends: [Int]
    private let parents: [Int?]
    private let disabled: [Bool]
    private let places: [UnitID: Int]

    /// One unit as it is stored.
    package struct Node: Sendable, Equatable {
        package let id: UnitID
        /// Nil for the root.
        package let parent: UnitID?
        package let isDisabled: Bool

        package init(id: UnitID, parent: UnitID?, isDisabled: Bool = false) {
            self.id = id
            self.parent = parent
            self.isDisabled = isDisabled
        }
    }

    /// What hangs from no root (the database lets nothing of that kind be) is left out, and so is in nobody's scope.
    package init(version: Int, _ nodes: [Node]) {
        self.version = version
        let children = Dictionary(grouping: nodes.indices.filter { nodes[$0].parent != nil }) { nodes[$0].parent }
        var (units, ends, parents, disabled) = ([UnitID](), [Int](), [Int?](), [Bool]())
        // A stack and no recursion: a tree may be as deep as it likes. Nil closes the unit that was opened last.
        var open: [Int] = []
        var next: [Int?] = nodes.indices.filter { nodes[$0].parent == nil }.reversed()
        while let step = next.popLast() {
            guard let index = step else {
                if let unit = open.popLast() { ends[unit] = units.count }
                continue
            }
            let parent = open.last
            open.append(units.count)
            units.append(nodes[index].id)
            ends.append(units.count)
            parents.append(parent)
            disabled.append(nodes[index].isDisabled || parent.map { disabled[$0] } ?? false)
            next.append(nil)
            next += (children[nodes[index].id] ?? []).reversed().map(Optional.some)
        }
        self.units = units
        self.ends = ends
        self.parents = parents
        self.disabled = disabled
        places = Dictionary(uniqueKeysWithValues: zip(units, units.indices))
    }

    package var root: UnitID? { units.first }

    package func contains(_ unit: UnitID) -> Bool { places[unit] != nil }

    package func isAt(_ unit: UnitID, orBelow top: UnitID) -> Bool {
        guard let unit = places[unit], let top = places[top] else { return false }
        return top <= unit && unit < ends[top]
    }

    /// The unit and all below it; nothing for a unit that there is not.
    package func all(from top: UnitID) -> ArraySlice<UnitID> {
        guard let top = places[top] else { return [] }
        return units[top..<ends[top]]
    }

    /// The unit, the one above it, and so on to the root.
    package func path(from unit: UnitID) -> [UnitID] {
        var path: [UnitID] = []
        var place = places[unit]
        while let here = place {
            path.append(units[here])
            place = parents[here]
        }
        return path
    }

    package func parent(of unit: UnitID) -> UnitID? {
        places[unit].flatMap { parents[$0] }.map { units[$0] }
    }

    /// Whether the unit or one above it is disabled.
    package func isDisabled(_ unit: UnitID) -> Bool {
        places[unit].map { disabled[$0] } ?? false
    }

    /// The same with one unit more disabled, and all below it.
    func disabling(_ top: UnitID) -> UnitTree {
        UnitTree(
            version: version,
            units.indices.map { place in
                Node(
                    id: units[place], parent: parents[place].map { units[$0] },
                    isDisabled: disabled[place] || isAt(units[place], orBelow: top))
            })
    }

    /// Those that stand under no other of them, in the tree's order.
    package func tops(of units: some Sequence<UnitID>) -> [UnitID] {
        var tops: [Int] = []
        for place in Set(units.compactMap { places[$0] }).sorted() {
            if let last = tops.last, place < ends[last] { continue }
            tops.append(place)
        }
        return tops.map { self.units[$0] }
    }
}

extension UnitTree: Equatable {
    package static func == (left: UnitTree, right: UnitTree) -> Bool {
        left === right || (left.version == right.version && left.units == right.units && left.parents == right.parents)
    }
}
