package import Accounts
package import Kernel
import Ledger
package import Postgres

/// Gives a contract a last day. Prices were shown on the days before today, so those stay as they are.
package struct TerminateContract: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func callAsFunction(
        _ key: ContractKey, on day: LocalDate, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await transaction.contract(key, expecting: revision, by: try ContractAuthor(caller))
        // Nobody sees one that was never published: there is nothing that could end.
        guard !record.versions.isEmpty else { throw ContractRefusal.neverPublished }
        let today = try await transaction.run(ContractQueries.stamp(of: caller, on: nil, now: world.now())).day
        let earliest = today.adding(days: -1)
        if let ended = record.endedOn, ended < today { throw ContractRefusal.ended(ended) }
        guard day >= earliest else { throw ContractRefusal.endsInThePast(earliest: earliest) }
        guard record.endedOn != day else { return record }
        let data = ContractTerminated(number: record.number, from: .init(endsOn: record.endedOn), to: .init(endsOn: day))
        record.endedOn = day
        record.revision += 1
        transaction.enqueue(ContractRecordQueries.save(record, in: caller.account))
        transaction.record(
            try EventDraft("contractTerminated", "contract", record.id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return record
    }
}
