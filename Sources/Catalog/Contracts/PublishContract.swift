package import Accounts
package import Kernel
package import Postgres

/// Makes a contract's draft its next version, which never changes: a correction, backwards too, is the one after it. What starts to read
/// after it sees its prices, on every instance.
package struct PublishContract: Sendable {
    private let findTouched: FindTouchedQuotes
    private let writeDown: WriteDownContract
    private let world: World

    package init(touched: FindTouchedQuotes, world: World) {
        self.world = world
        findTouched = touched
        writeDown = WriteDownContract(world: world)
    }

    /// - Throws: `ContractRefusal.faulty` with everything that is wrong.
    package func callAsFunction(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (record: ContractRecord, touches: TouchedQuotes) {
        let author = try ContractAuthor(caller)
        var record = try await transaction.contract(key, expecting: revision, by: author)
        guard let content = record.draft else { throw ContractRefusal.noDraft }
        let known = try await transaction.run(ContractRecordQueries.known(content.names))
        let draft = try writeDown.publishable(content, of: record, known: known)
        let touches = try await findTouched(content, of: record, in: author.account, transaction)
        let event = try writeDown.publish(draft, content, of: &record, by: author, in: transaction)
        transaction.record(event, by: author, world: world)
        return (record, touches)
    }
}
