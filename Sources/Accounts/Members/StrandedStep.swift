package import FoundationEssentials
import Kernel

/// A step of an approval that waits and that nobody could decide.
package struct StrandedStep: Sendable, Equatable {
    package let approval: UUID
    package let rule: String
    package let role: RoleKey

    package init(approval: UUID, rule: String, role: RoleKey) {
        self.approval = approval
        self.rule = rule
        self.role = role
    }

    var fact: Fact {
        .object(["approval": .text(approval.uuidString.lowercased()), "rule": .text(rule), "role": .text(role.rawValue)])
    }
}
