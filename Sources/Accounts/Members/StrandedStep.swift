package import FoundationEssentials
import Kernel

/// A step of an approval that waits and that nobody could decide.
package struct StrandedStep: Sendable, Hashable {
    package let approval: UUID
    package let number: Int
    package let rule: String
    package let role: RoleKey
    package let unit: UnitID

    package init(approval: UUID, number: Int, rule: String, role: RoleKey, unit: UnitID) {
        self.approval = approval
        self.number = number
        self.rule = rule
        self.role = role
        self.unit = unit
    }

    var fact: Fact {
        .object([
            "approval": .text(approval.uuidString.lowercased()), "rule": .text(rule), "role": .text(role.rawValue),
            "unit": .text(unit.description),
        ])
    }
}
