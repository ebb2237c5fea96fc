package import Accounts

/// Somebody of the cast, signed in: `token` opens a session, `Cast.password` with `email` would open another.
package struct CastPerson: Sendable {
    package let person: Person
    /// Nil for the supplier's people.
    package let membership: Membership?
    package let token: String

    package init(person: Person, membership: Membership?, token: String) {
        self.person = person
        self.membership = membership
        self.token = token
    }

    package var email: String { person.email }
    package var name: String { person.name }
}
