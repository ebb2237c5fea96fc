package import Accounts
import Cryptography
package import Kernel
import Ledger
package import Postgres
import Web

/// The supplier's side of a configuration: makes one, gives it another version, ends it. A version never changes: of those that hold on a
/// day the latest counts.
package struct WriteConfiguration: Sendable {
    package struct Input: Sendable {
        package let number: String
        package let unit: UnitID
        package let content: ConfigurationContent

        package init(number: String, unit: UnitID, content: ConfigurationContent) {
            self.number = number
            self.unit = unit
            self.content = content
        }
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `ConfigurationRefusal.faulty` with everything that is wrong.
    package func callAsFunction(
        _ input: Input, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ConfigurationRecord {
        try caller.toWriteContracts()
        let now = world.now()
        // Held, so that nobody disables the unit meanwhile.
        let (_, hasUnit, known) = try await transaction.run(
            UnitQueries.holdTree(of: caller.account), ContractRecordQueries.hasUnit(input.unit, in: caller.account),
            ConfigurationQueries.known(Array(input.content.skus)))
        guard hasUnit else { throw ConfigurationRefusal.unknownUnit }
        try input.content.toPublish(known: known)
        let version = ConfigurationRecord.Version(number: 1, content: input.content, publishedAt: now)
        let record = ConfigurationRecord(
            id: world.newID(), number: input.number, unit: input.unit, revision: 1, endedOn: nil, versions: [version])
        transaction.enqueue(ConfigurationQueries.insert(record, in: caller.account, at: now))
        try enqueue(version, of: record, after: nil, by: caller, in: transaction)
        return record
    }

    /// Gives it its next version, which counts from its first day on.
    package func version(
        _ key: ConfigurationKey, _ content: ConfigurationContent, expecting revision: Int, by caller: Caller,
        in transaction: borrowing Transaction
    ) async throws -> ConfigurationRecord {
        var (record, today) = try await locked(key, expecting: revision, by: caller, in: transaction)
        if let ended = record.endedOn, ended < today { throw ConfigurationRefusal.ended(ended) }
        let known = try await transaction.run(ConfigurationQueries.known(Array(content.skus)))
        try content.toPublish(known: known)
        let before = record.versions.first
        guard before?.content != content else { return record }
        let version = ConfigurationRecord.Version(number: (before?.number ?? 0) + 1, content: content, publishedAt: world.now())
        record.versions.insert(version, at: 0)
        record.revision += 1
        transaction.enqueue(ConfigurationQueries.save(record, in: caller.account))
        try enqueue(version, of: record, after: before, by: caller, in: transaction)
        return record
    }

    /// Gives it a last day. It was shown on the days before today, so those stay as they are.
    package func end(
        _ key: ConfigurationKey, on day: LocalDate, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> ConfigurationRecord {
        var (record, today) = try await locked(key, expecting: revision, by: caller, in: transaction)
        let earliest = today.adding(days: -1)
        if let ended = record.endedOn, ended < today { throw ConfigurationRefusal.ended(ended) }
        guard day >= earliest else { throw ConfigurationRefusal.endsInThePast(earliest: earliest) }
        guard record.endedOn != day else { return record }
        let data = ConfigurationEnded(number: record.number, from: .init(endsOn: record.endedOn), to: .init(endsOn: day))
        record.endedOn = day
        record.revision += 1
        transaction.enqueue(ConfigurationQueries.save(record, in: caller.account))
        transaction.record(
            try EventDraft("configurationEnded", "standardConfiguration", record.id, data), in: caller.account.uuid, by: caller.actor,
            world: world)
        return record
    }

    private func locked(
        _ key: ConfigurationKey, expecting revision: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> (ConfigurationRecord, today: LocalDate) {
        // Before it is looked for: whoever does not write them is not told which there are.
        try caller.toWriteContracts()
        let (found, versions, stamp) = try await transaction.run(
            ConfigurationQueries.record(key, in: caller.account, lock: true), ConfigurationQueries.versions(key, in: caller.account),
            ContractQueries.stamp(of: caller, on: nil, now: world.now()))
        guard var record = found else { throw ConfigurationRefusal.notFound }
        guard record.revision == revision else { throw StaleVersion(current: record.revision) }
        record.versions = versions
        return (record, stamp.day)
    }

    private func enqueue(
        _ version: ConfigurationRecord.Version, of record: ConfigurationRecord, after before: ConfigurationRecord.Version?,
        by caller: Caller, in transaction: borrowing Transaction
    ) throws {
        let text = try version.content.canonical()
        transaction.enqueue(ConfigurationQueries.insert(version, content: text, of: record.id, in: caller.account))
        transaction.record(try record.published(version, after: before), in: caller.account.uuid, by: caller.actor, world: world)
    }
}

extension ConfigurationContent {
    fileprivate func toPublish(known: [String: Bool]) throws(ConfigurationRefusal) {
        let faults = faults(known: known)
        guard faults.isEmpty else { throw .faulty(faults) }
    }
}

extension ConfigurationPublished.Side {
    init(_ version: ConfigurationRecord.Version) throws {
        self.init(
            version: version.number, validFrom: version.content.validFrom, validTo: version.content.validTo,
            content: SHA256.digest(try version.content.canonical()))
    }
}
