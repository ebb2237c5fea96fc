import Kernel

/// A membership with the names that a reader wants beside it.
package struct Member: Sendable, Equatable {
    /// Today, in the account's time zone.
    package enum State: String, Sendable, CaseIterable, Codable { case inForce, upcoming, ended }

    package let membership: Membership
    package let personName: String
    package let email: String
    package let unitName: String
    package let state: State

    package init(membership: Membership, personName: String, email: String, unitName: String, state: State) {
        self.membership = membership
        self.personName = personName
        self.email = email
        self.unitName = unitName
        self.state = state
    }
}
