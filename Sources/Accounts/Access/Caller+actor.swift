import Kernel
package import Ledger

extension Caller {
    /// Who the ledger says has acted.
    package var actor: Actor { Actor(person: person.uuid, origin: origin) }
}
