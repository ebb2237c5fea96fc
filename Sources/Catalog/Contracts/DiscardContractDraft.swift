package import Accounts
import Cryptography
package import Kernel
import Ledger
package import Postgres

/// Throws the draft of a contract's next version away. The contract stays, with the versions that it has.
package struct DiscardContractDraft: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await transaction.contract(key, expecting: revision, by: try ContractAuthor(caller))
        guard let draft = record.draft else { throw ContractRefusal.noDraft }
        let data = ContractDraftDiscarded(
            number: record.number, name: record.name, validFrom: draft.validFrom, validTo: draft.validTo,
            from: SHA256.digest(try draft.canonical()))
        record.draft = nil
        record.revision += 1
        transaction.enqueue(ContractRecordQueries.discardDraft(of: record.id, in: caller.account))
        transaction.enqueue(ContractRecordQueries.save(record, in: caller.account))
        transaction.record(
            try EventDraft(ContractEventKind.draftDiscarded, "contract", record.id, data), in: caller.account.uuid, by: caller.actor,
            world: world)
        return record
    }
}
