import Kernel

/// Which members of a scope a list shows; nil is all.
package struct MemberFilter: Sendable, Equatable {
    /// In these units.
    package var units: [UnitID]?
    package var role: RoleKey?
    /// A part of the name or the e-mail address.
    package var text: String?
    package var state: Member.State?

    package init(units: [UnitID]? = nil, role: RoleKey? = nil, text: String? = nil, state: Member.State? = nil) {
        self.units = units
        self.role = role
        self.text = text
        self.state = state
    }
}
