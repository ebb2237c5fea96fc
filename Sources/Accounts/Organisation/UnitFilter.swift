import Kernel

/// Which units of a scope a list shows; nil is all.
package struct UnitFilter: Sendable, Equatable {
    package let parent: UnitID?
    /// A part of the name.
    package let text: String?

    package init(parent: UnitID? = nil, text: String? = nil) {
        self.parent = parent
        self.text = text
    }
}
