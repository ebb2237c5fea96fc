package import Accounts
package import Kernel
package import Postgres

/// Contracts as those read them whom they bind, and as the supplier's staff do, drafts included.
package struct ReadContracts: Sendable {
    package struct Version: Sendable {
        package let record: ContractRecord
        package let number: Int
        package let publishedAt: Instant
        package let content: ContractContent
    }

    private let database: Database
    private let findTouched: FindTouchedQuotes
    private let world: World

    package init(database: Database, touched: FindTouchedQuotes, world: World) {
        self.database = database
        findTouched = touched
        self.world = world
    }

    /// Those that hold for units that the caller reads; with `begun`, for who writes contracts, those that were never published. By number,
    /// after one; of each kind one more than `limit` where there are that many.
    package func list(
        after number: String?, limit: Int, by caller: Caller
    ) async throws -> (published: [Contract], begun: [ContractRecord]) {
        let scope = try caller.scope(of: .readContracts)
        let published = ContractQueries.all(
            account: caller.account, scope: scope, above: caller.unitsAbove, after: number, limit: limit + 1, at: world.now())
        guard caller.writesContracts else { return (try await database.read(caller.rowSecurity, published), []) }
        return try await database.read(
            caller.rowSecurity, published, ContractRecordQueries.begun(in: caller.account, after: number, limit: limit + 1))
    }

    /// With its versions; the draft only for who writes contracts. One that was never published is nobody else's to see.
    package func callAsFunction(_ key: ContractKey, by caller: Caller) async throws -> ContractRecord {
        let scope = try caller.scope(of: .readContracts)
        let (found, versions) = try await database.read(
            caller.rowSecurity, ContractRecordQueries.one(key, of: caller, scope: scope),
            ContractRecordQueries.versions(key, of: caller.account))
        guard var record = found else { throw ContractRefusal.notFound }
        record.versions = versions
        if !caller.writesContracts {
            guard !versions.isEmpty else { throw ContractRefusal.notFound }
            record.draft = nil
        }
        return record
    }

    package func version(_ number: Int, of key: ContractKey, by caller: Caller) async throws -> Version {
        try await content(of: number, of: try await self(key, by: caller), by: caller)
    }

    func content(of number: Int, of record: ContractRecord, by caller: Caller) async throws -> Version {
        let version = record.versions.first { $0.number == number }
        let content = try await database.transaction(caller.rowSecurity) { transaction in
            try await transaction.content(of: version, of: record, in: caller.account)
        }
        guard let version, let content else { throw ContractRefusal.notFound }
        return Version(record: record, number: number, publishedAt: version.publishedAt, content: content)
    }

    /// What publishing the draft would do, for who could.
    package func verdict(on key: ContractKey, by caller: Caller) async throws -> ContractVerdict {
        try caller.toWriteContracts()
        let (found, versions) = try await database.read(
            caller.rowSecurity, ContractRecordQueries.one(key, of: caller, scope: nil),
            ContractRecordQueries.versions(key, of: caller.account))
        guard var record = found else { throw ContractRefusal.notFound }
        record.versions = versions
        guard let content = record.draft else { throw ContractRefusal.noDraft }
        return try await database.transaction(caller.rowSecurity) { [record] transaction in
            let known = try await transaction.run(ContractRecordQueries.known(content.names))
            let touches = try await findTouched(content, of: record, in: caller.account, transaction)
            return ContractVerdict(
                faults: content.faults(of: record, known: known), warnings: record.warnings(to: caller), touches: touches)
        }
    }
}
