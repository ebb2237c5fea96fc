package import FoundationEssentials
package import Kernel
package import Postgres

extension Transaction {
    /// Writes what happened in the transaction that made it so: no event, no change; no change, no event (rule 16).
    /// It travels with the commit. Call it last: it takes the account's ledger head.
    package func record(_ drafts: [EventDraft], in account: UUID, by actor: Actor, world: World) {
        let now = world.now()
        enqueue(
            LedgerQueries.append(
                drafts, to: account, by: actor, ids: drafts.map { _ in world.newUUID() }, at: drafts.map { _ in now }))
    }

    /// The same for one thing that happened.
    package func record(_ draft: EventDraft, in account: UUID, by actor: Actor, world: World) {
        record([draft], in: account, by: actor, world: world)
    }
}
