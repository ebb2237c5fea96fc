import Accounts
import Cryptography
import Kernel
import Ledger
import Postgres

/// Writes drafts and versions of contracts down, for those who have read and locked the record, and answers with what they have to record
/// when they are done: the ledger's head is taken last.
struct WriteDownContract: Sendable {
    let world: World

    /// - Parameter record: locked, with its versions.
    /// - Returns: nil where that is the draft already.
    func draft(
        _ content: ContractContent, of record: inout ContractRecord, by author: ContractAuthor, in transaction: borrowing Transaction
    ) throws -> EventDraft? {
        guard record.draft != content else { return nil }
        let before = record.draft
        record.draft = content
        record.revision += 1
        transaction.enqueue(ContractRecordQueries.save(record, in: author.account))
        transaction.enqueue(
            ContractRecordQueries.saveDraft(try content.canonical(), of: record.id, by: author, at: world.now()))
        return try drafted(content, of: record, from: before)
    }

    /// What a content says, where nothing is wrong with it.
    /// - Parameter known: what there is of the content's names.
    /// - Throws: `ContractRefusal.faulty` with everything that is wrong.
    func publishable(_ content: ContractContent, of record: ContractRecord, known: ContractNames) throws -> ContractDraft {
        let faults = content.faults(of: record, known: known)
        guard faults.isEmpty, let draft = content.draft(number: record.number, name: record.name, currency: record.currency) else {
            throw ContractRefusal.faulty(faults)
        }
        return draft
    }

    /// - Parameters:
    ///   - draft: what the content says (`publishable`).
    ///   - record: locked, with its versions.
    func publish(
        _ draft: ContractDraft, _ content: ContractContent, of record: inout ContractRecord, by author: ContractAuthor,
        in transaction: borrowing Transaction
    ) throws -> EventDraft {
        let now = world.now()
        let version = record.nextVersion
        let text = try content.canonical()
        transaction.enqueueVersion(draft, as: version, of: record.id, in: author.account, content: text, at: now)
        let event = try EventDraft(
            "contractPublished", "contract", record.id,
            PublishedContractData(draft, version: version, content: SHA256.digest(text), before: record.versions.first))
        record.draft = nil
        record.revision += 1
        record.versions.insert(
            .init(number: version, validFrom: draft.validFrom, validTo: draft.validTo, publishedAt: now), at: 0)
        transaction.enqueue(ContractRecordQueries.discardDraft(of: record.id, in: author.account))
        transaction.enqueue(ContractRecordQueries.save(record, in: author.account))
        return event
    }

    func drafted(_ content: ContractContent, of record: ContractRecord, from before: ContractContent?) throws -> EventDraft {
        let data = ContractDrafted(
            number: record.number, name: record.name, validFrom: content.validFrom, validTo: content.validTo,
            from: try before.map { SHA256.digest(try $0.canonical()) }, to: SHA256.digest(try content.canonical()))
        return try EventDraft(ContractEventKind.drafted, "contract", record.id, data)
    }
}

extension Transaction {
    /// The last of what an author does.
    func record(_ event: EventDraft, by author: ContractAuthor, world: World) {
        record(event, in: author.account.uuid, by: author.actor, world: world)
    }

    /// A version with everything in it; the statements travel with the commit.
    /// - Parameter file: of what a file said, where one publishes it.
    func enqueueVersion(
        _ draft: ContractDraft, as version: Int, of contract: ContractID, in account: AccountID, content: String, file: Digest? = nil,
        at now: Instant
    ) {
        let key = ContractVersionKey(contract: contract, version: version)
        enqueue(ContractImportQueries.publish(draft, as: version, of: contract, in: account, content: content, file: file, at: now))
        enqueue(ContractImportQueries.assortment(draft, of: key, in: account))
        enqueue(ContractImportQueries.rules(draft, of: key, in: account))
        enqueue(ContractImportQueries.tiers(draft, of: key, in: account))
        if !draft.quantities.isEmpty { enqueue(ContractImportQueries.quantities(draft, of: key, in: account)) }
    }
}
