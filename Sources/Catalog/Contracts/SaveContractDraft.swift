package import Accounts
package import Kernel
package import Postgres

/// Puts another draft in place of the one that a contract has, or begins the next version's.
package struct SaveContractDraft: Sendable {
    private let writeDown: WriteDownContract
    private let world: World

    package init(world: World) {
        self.world = world
        writeDown = WriteDownContract(world: world)
    }

    package func callAsFunction(
        _ key: ContractKey, _ content: ContractContent, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        let author = try ContractAuthor(caller)
        var record = try await transaction.contract(key, expecting: revision, by: author)
        if let event = try writeDown.draft(content, of: &record, by: author, in: transaction) {
            transaction.record(event, by: author, world: world)
        }
        return record
    }
}
