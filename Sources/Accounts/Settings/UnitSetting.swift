package import FoundationEssentials
import Kernel

/// Something that holds in a unit, and where it comes from: the unit itself, or the nearest one above that has it.
package struct UnitSetting: Sendable, Equatable {
    package let name: Name
    /// What the unit has: an address's id, a contract's; nil where the label says it all.
    package let id: UUID?
    package let label: String
    /// Nil: the account as such.
    package let from: UnitID?

    package init(name: Name, id: UUID?, label: String, from: UnitID?) {
        self.name = name
        self.id = id
        self.label = label
        self.from = from
    }

    package enum Name: String, Sendable, CaseIterable, Codable {
        case language
        case approvalPolicy
        case contract
        case shipTo
        case billTo
        case costCentre

        /// Contracts of all units above hold together: the price function searches them from the unit upward (rule 4). Of everything else
        /// the nearest has its way.
        var addsUp: Bool { self == .contract }
    }
}

extension [UnitSetting] {
    /// Out of what the units on a path have, and the account: what holds in the first of them.
    /// - Parameter path: the unit, the one above it, and so on to the root.
    func effective(along path: [UnitID]) -> [UnitSetting] {
        UnitSetting.Name.allCases.flatMap { name in
            let given = filter { $0.name == name }
            let steps = path.map(Optional.some) + [nil]
            let found = steps.map { step in given.filter { $0.from == step } }.filter { !$0.isEmpty }
            return name.addsUp ? found.flatMap(\.self) : found.first ?? []
        }
    }
}
