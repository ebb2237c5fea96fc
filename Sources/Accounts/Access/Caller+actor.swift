import Kernel
package import Ledger

extension Caller {
    /// Who the ledger says has acted.
    package var actor: Actor { Actor(person: person.uuid, origin: origin) }

    /// The same where it was for somebody, by delegation.
    package func actor(with right: ActingRight) -> Actor {
        Actor(person: person.uuid, onBehalfOf: right.delegation?.delegator.uuid, origin: origin)
    }
}
