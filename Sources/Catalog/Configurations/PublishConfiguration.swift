package import Accounts
package import Kernel
package import Ledger
package import Postgres

extension Transaction {
    /// Publishes a configuration's next version where it says something else than the latest, and answers with the ledger's event; nil
    /// where nothing changed. For files, whose reader has found nothing wrong with it; what it stores travels with the commit.
    package func publish(
        _ content: ConfigurationContent, as number: String, in account: AccountID, unit: UnitID, world: World
    ) async throws -> EventDraft? {
        let (found, versions) = try await run(
            ConfigurationQueries.record(.number(number), in: account, lock: true),
            ConfigurationQueries.versions(.number(number), in: account))
        let before = versions.first
        guard before?.content != content else { return nil }
        let version = ConfigurationRecord.Version(number: (before?.number ?? 0) + 1, content: content, publishedAt: world.now())
        var record =
            found ?? ConfigurationRecord(id: world.newID(), number: number, unit: unit, revision: 0, endedOn: nil, versions: [])
        record.revision += 1
        if found == nil {
            enqueue(ConfigurationQueries.insert(record, in: account, at: version.publishedAt))
        } else {
            enqueue(ConfigurationQueries.save(record, in: account))
        }
        enqueue(ConfigurationQueries.insert(version, content: try content.canonical(), of: record.id, in: account))
        return try record.published(version, after: before)
    }
}

extension ConfigurationRecord {
    /// The ledger's event of a version.
    func published(_ version: Version, after before: Version?) throws -> EventDraft {
        let data = ConfigurationPublished(
            number: number, name: version.content.names["en"] ?? "", base: version.content.base, pricing: version.content.pricing.kind,
            from: try before.map(ConfigurationPublished.Side.init), to: try ConfigurationPublished.Side(version))
        return try EventDraft("configurationPublished", "standardConfiguration", id, data)
    }
}
