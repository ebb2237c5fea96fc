package import Accounts
package import Kernel
package import Ledger
package import Postgres

extension Transaction {
    /// Publishes a configuration's next version where a file says something else than files have said, and answers with the ledger's event;
    /// nil where nothing changed. For files, whose reader has found nothing wrong with it; what it stores travels with the commit.
    /// - Parameter replacesOthers: whether a file goes over what somebody published by other means since.
    /// - Throws: `ConfigurationRecord.PublishedSince`.
    package func publish(
        _ content: ConfigurationContent, as number: String, in account: AccountID, unit: UnitID, replacesOthers: Bool, world: World
    ) async throws -> EventDraft? {
        let (found, versions) = try await run(
            ConfigurationQueries.record(.number(number), in: account, lock: true),
            ConfigurationQueries.versions(.number(number), in: account))
        guard try ConfigurationRecord.isNew(content, in: number, after: versions, replacesOthers: replacesOthers) else { return nil }
        let before = versions.first
        let version = ConfigurationRecord.Version(
            number: (before?.number ?? 0) + 1, content: content, publishedAt: world.now(), isOfFile: true)
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

    /// What keeps a file from publishing it; it writes nothing.
    package func hindrance(
        to content: ConfigurationContent, as number: String, in account: AccountID, replacesOthers: Bool
    ) async throws -> ConfigurationRecord.PublishedSince? {
        let versions = try await run(ConfigurationQueries.versions(.number(number), in: account))
        do {
            _ = try ConfigurationRecord.isNew(content, in: number, after: versions, replacesOthers: replacesOthers)
            return nil
        } catch let hindrance {
            return hindrance
        }
    }
}

extension ConfigurationRecord {
    /// Somebody published it by other means since a file did, and the file says something new.
    package struct PublishedSince: Error {
        package let number: String
        package let version: Int

        package var sentence: String {
            "somebody published version \(version) of \(number) by other means: say --replace (over HTTP replace=true) to go over it"
        }
    }

    /// Whether a file says something that files have not said, and that is not said already.
    /// - Parameter versions: the latest first.
    static func isNew(
        _ content: ConfigurationContent, in number: String, after versions: [Version], replacesOthers: Bool
    ) throws(PublishedSince) -> Bool {
        guard let latest = versions.first else { return true }
        if latest.content == content || versions.first(where: \.isOfFile)?.content == content && !replacesOthers { return false }
        guard latest.isOfFile || replacesOthers else { throw PublishedSince(number: number, version: latest.number) }
        return true
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
