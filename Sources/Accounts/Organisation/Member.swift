import Kernel

/// A membership with the names that a reader wants beside it.
package struct Member: Sendable, Equatable {
    package let membership: Membership
    package let personName: String
    package let email: String
    package let unitName: String

    package init(membership: Membership, personName: String, email: String, unitName: String) {
        self.membership = membership
        self.personName = personName
        self.email = email
        self.unitName = unitName
    }
}
