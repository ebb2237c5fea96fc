import Kernel

/// Which members of a scope a list shows; nil is all.
package struct MemberFilter: Sendable, Equatable {
    /// In these units.
    package var below: Scope?
    package var role: RoleKey?
    /// A part of the name or the e-mail address.
    package var text: String?
    package var state: Member.State?

    package init(below: Scope? = nil, role: RoleKey? = nil, text: String? = nil, state: Member.State? = nil) {
        self.below = below
        self.role = role
        self.text = text
        self.state = state
    }

    /// Whether there may be fewer who fit than a page has room for.
    var mayFitFew: Bool { text != nil || role != nil || [.ended, .upcoming].contains(state) }
}
