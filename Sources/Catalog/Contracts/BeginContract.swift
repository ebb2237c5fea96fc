package import Accounts
package import Kernel
package import Postgres

/// Begins an account's contract with the draft of its first version. Nobody but who writes it sees it before that is published.
package struct BeginContract: Sendable {
    package struct Input: Sendable {
        package let number: String
        package let name: String
        package let unit: UnitID
        package let currency: Currency
        package let content: ContractContent

        package init(number: String, name: String, unit: UnitID, currency: Currency, content: ContractContent) {
            self.number = number
            self.name = name
            self.unit = unit
            self.currency = currency
            self.content = content
        }
    }

    private let writeDown: WriteDownContract
    private let world: World

    package init(world: World) {
        writeDown = WriteDownContract(world: world)
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> ContractRecord {
        let author = try ContractAuthor(caller)
        let now = world.now()
        // Held, so that nobody disables the unit meanwhile.
        let (_, hasUnit) = try await transaction.run(
            UnitQueries.holdTree(of: caller.account), ContractRecordQueries.hasUnit(input.unit, in: caller.account))
        guard hasUnit else { throw ContractRefusal.unknownUnit }
        let record = ContractRecord(
            id: world.newID(), number: input.number, name: input.name, unit: input.unit, currency: input.currency, revision: 1,
            endedOn: nil, draft: input.content, versions: [])
        let content = try input.content.canonical()
        transaction.enqueue(ContractRecordQueries.insert(record, in: caller.account, at: now))
        transaction.enqueue(ContractRecordQueries.saveDraft(content, of: record.id, by: author, at: now))
        transaction.record(try writeDown.drafted(input.content, of: record, from: nil), by: author, world: world)
        return record
    }
}
