import Kernel
package import Ledger

extension Caller {
    /// Who the ledger says has acted.
    package var actor: Actor {
        Actor(person: (acting?.person ?? person).uuid, onBehalfOf: acting?.membership.uuid, origin: origin)
    }

    /// The same where it was for somebody, by delegation.
    package func actor(with right: ActingRight) -> Actor {
        right.delegation.map { Actor(person: person.uuid, onBehalfOf: $0.delegator.uuid, origin: origin) } ?? actor
    }
}
