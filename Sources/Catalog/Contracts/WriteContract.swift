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
    private let world: World

    package init(touched: FindTouchedQuotes, world: World) {
        findTouched = touched
        self.world = world
    }

    package func callAsFunction(_ input: Input, by caller: Caller, in transaction: borrowing Transaction) async throws -> ContractRecord {
        try caller.toWriteContracts()
        let now = world.now()
        guard try await transaction.run(ContractRecordQueries.hasUnit(input.unit, in: caller.account)) else {
            throw ContractRefusal.unknownUnit
        }
        let record = ContractRecord(
            id: world.newID(), number: input.number, name: input.name, unit: input.unit, currency: input.currency, revision: 1,
            endedOn: nil, draft: input.content, versions: [])
        let content = try input.content.canonical()
        transaction.enqueue(ContractRecordQueries.insert(record, in: caller.account, at: now))
        transaction.enqueue(ContractRecordQueries.saveDraft(content, of: record.id, by: caller, at: now))
        try enqueueDrafted(record, from: nil, by: caller, in: transaction)
        return record
    }

    /// Puts another draft in place of the one there is, or begins the next version's.
    package func draft(
        _ key: ContractKey, _ content: ContractContent, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await locked(key, expecting: revision, by: caller, in: transaction)
        guard record.draft != content else { return record }
        let before = record.draft
        record.draft = content
        record.revision += 1
        transaction.enqueue(ContractRecordQueries.save(record, in: caller.account))
        transaction.enqueue(
            ContractRecordQueries.saveDraft(try content.canonical(), of: record.id, by: caller, at: world.now()))
        try enqueueDrafted(record, from: before, by: caller, in: transaction)
        return record
    }

    /// Makes the draft the contract's next version. What starts to read after it sees its prices, on every instance.
    /// - Throws: `ContractRefusal.faulty` with everything that is wrong.
    package func publish(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (record: ContractRecord, touches: TouchedQuotes) {
        var record = try await locked(key, expecting: revision, by: caller, in: transaction)
        guard let content = record.draft else { throw ContractRefusal.noDraft }
        let known = try await transaction.run(ContractRecordQueries.known(content.names))
        let faults = content.faults(of: record, known: known)
        guard faults.isEmpty, let draft = content.draft(number: record.number, name: record.name, currency: record.currency) else {
            throw ContractRefusal.faulty(faults)
        }
        let touches = try await findTouched(content, of: record, by: caller, in: transaction)
        let now = world.now()
        let version = (record.versions.first?.number ?? 0) + 1
        let text = try content.canonical()
        transaction.enqueueVersion(draft, as: version, of: record.id, in: caller.account, content: text, at: now)
        let event = try EventDraft(
            "contractPublished", "contract", record.id,
            PublishedContractData(draft, version: version, content: SHA256.digest(text), before: record.versions.first))
        record.draft = nil
        record.revision += 1
        record.versions.insert(
            .init(number: version, validFrom: draft.validFrom, validTo: draft.validTo, publishedAt: now), at: 0)
        transaction.enqueue(ContractRecordQueries.discardDraft(of: record.id, in: caller.account))
        transaction.enqueue(ContractRecordQueries.save(record, in: caller.account))
        transaction.record(event, in: caller.account.uuid, by: caller.actor, world: world)
        return (record, touches)
    }

    /// Throws the draft of the next version away. The contract stays, with the versions that it has.
    package func discardDraft(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await locked(key, expecting: revision, by: caller, in: transaction)
        guard let draft = record.draft else { throw ContractRefusal.noDraft }
        let data = ContractDraftDiscarded(
            number: record.number, name: record.name, validFrom: draft.validFrom, validTo: draft.validTo,
            from: SHA256.digest(try draft.canonical()))
        record.draft = nil
        record.revision += 1
        transaction.enqueue(ContractRecordQueries.discardDraft(of: record.id, in: caller.account))
        transaction.enqueue(ContractRecordQueries.save(record, in: caller.account))
        transaction.record(
            try EventDraft("contractDraftDiscarded", "contract", record.id, data), in: caller.account.uuid, by: caller.actor,
            world: world)
        return record
    }

    /// Gives it a last day. Prices were shown on the days before today, so those stay as they are.
    package func terminate(
        _ key: ContractKey, on day: LocalDate, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        var record = try await locked(key, expecting: revision, by: caller, in: transaction)
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

    private func locked(
        _ key: ContractKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ContractRecord {
        // Before it is looked for: whoever does not write contracts is not told which there are.
        try caller.toWriteContracts()
        let (found, versions) = try await transaction.run(
            ContractRecordQueries.one(key, of: caller, scope: nil, lock: true),
            ContractRecordQueries.versions(key, of: caller.account))
        guard var record = found else { throw ContractRefusal.notFound }
        guard record.revision == revision else { throw StaleVersion(current: record.revision) }
        record.versions = versions
        return record
    }

    private func enqueueDrafted(
        _ record: ContractRecord, from before: ContractContent?, by caller: Caller, in transaction: borrowing Transaction
    ) throws {
        guard let content = record.draft else { return }
        let data = ContractDrafted(
            number: record.number, name: record.name, validFrom: content.validFrom, validTo: content.validTo,
            from: try before.map { SHA256.digest(try $0.canonical()) }, to: SHA256.digest(try content.canonical()))
        transaction.record(
            try EventDraft("contractDrafted", "contract", record.id, data), in: caller.account.uuid, by: caller.actor, world: world)
    }
}

extension Transaction {
    /// A version with everything in it; the statements travel with the commit.
    package func enqueueVersion(
        _ draft: ContractDraft, as version: Int, of contract: ContractID, in account: AccountID, content: String? = nil, at now: Instant
    ) {
        let key = ContractVersionKey(contract: contract, version: version)
        enqueue(ContractImportQueries.publish(draft, as: version, of: contract, in: account, content: content, at: now))
        enqueue(ContractImportQueries.assortment(draft, of: key, in: account))
        enqueue(ContractImportQueries.rules(draft, of: key, in: account))
        enqueue(ContractImportQueries.tiers(draft, of: key, in: account))
        if !draft.quantities.isEmpty { enqueue(ContractImportQueries.quantities(draft, of: key, in: account)) }
    }
}
