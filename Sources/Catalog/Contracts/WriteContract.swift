package import Accounts
import Cryptography
package import Kernel
import Ledger
package import Postgres
import Web

/// The supplier's side of a contract: begins one, writes its draft, publishes it, ends it. A published version never changes: a
/// correction, backwards too, is the next one.
package struct WriteContract: Sendable {
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

    private let findTouched: FindTouchedQuotes
    private let writeDown: WriteDownContract
    private let world: World

    package init(touched: FindTouchedQuotes, world: World) {
        findTouched = touched
        writeDown = WriteDownContract(world: world)
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> ContractRecord {
        let author = try ContractAuthor(caller)
        let now = world.now()
        guard try await transaction.run(ContractRecordQueries.hasUnit(input.unit, in: caller.account)) else {
            throw ContractRefusal.unknownUnit
        }
        let record = ContractRecord(
            id: world.newID(), number: input.number, name: input.name, unit: input.unit, currency: input.currency, revision: 1,
            endedOn: nil, draft: input.content, versions: [])
        let content = try input.content.canonical()
        transaction.enqueue(ContractRecordQueries.insert(record, in: caller.account, at: now))
        transaction.enqueue(ContractRecordQueries.saveDraft(content, of: record.id, by: author, at: now))
        try writeDown.enqueueDrafted(record, from: nil, by: author, in: transaction)
        return record
    }

    /// Puts another draft in place of the one there is, or begins the next version's.
    package func draft(
        _ key: ContractKey, _ content: ContractContent, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        let author = try ContractAuthor(caller)
        var record = try await locked(key, expecting: revision, by: author, in: transaction)
        try writeDown.draft(content, of: &record, by: author, in: transaction)
        return record
    }

    /// Makes the draft the contract's next version. What starts to read after it sees its prices, on every instance.
    /// - Throws: `ContractRefusal.faulty` with everything that is wrong.
    package func publish(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (record: ContractRecord, touches: TouchedQuotes) {
        let author = try ContractAuthor(caller)
        var record = try await locked(key, expecting: revision, by: author, in: transaction)
        guard let content = record.draft else { throw ContractRefusal.noDraft }
        let known = try await transaction.run(ContractRecordQueries.known(content.names))
        let draft = try writeDown.publishable(content, of: record, known: known)
        let touches = try await findTouched(content, of: record, by: caller, in: transaction)
        try writeDown.publish(draft, content, of: &record, by: author, in: transaction)
        return (record, touches)
    }

    /// Throws the draft of the next version away. The contract stays, with the versions that it has.
    package func discardDraft(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await locked(key, expecting: revision, by: try ContractAuthor(caller), in: transaction)
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

    /// Gives it a last day. Prices were shown on the days before today, so those stay as they are.
    package func terminate(
        _ key: ContractKey, on day: LocalDate, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await locked(key, expecting: revision, by: try ContractAuthor(caller), in: transaction)
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

    /// An author is made first: whoever does not write contracts is not told which there are.
    private func locked(
        _ key: ContractKey, expecting revision: Int, by author: ContractAuthor, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        let (found, versions) = try await transaction.run(
            ContractRecordQueries.toWrite(key, in: author.account), ContractRecordQueries.versions(key, of: author.account))
        guard var record = found else { throw ContractRefusal.notFound }
        guard record.revision == revision else { throw StaleVersion(current: record.revision) }
        record.versions = versions
        return record
    }
}
