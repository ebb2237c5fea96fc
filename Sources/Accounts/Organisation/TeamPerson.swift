import Kernel

/// One of the supplier's people as an account's team shows them.
package struct TeamPerson: Sendable, Equatable {
    package let person: PersonID
    package let name: String
    package let email: String
    package let functions: [TeamFunction]
}
