import Kernel
package import Ledger

extension Caller {
    /// Who the ledger says has acted.
    package var actor: Actor {
        Actor(person: (acting?.person ?? person).uuid, onBehalfOf: acting?.membership.uuid)
    }
}
