package import Accounts
package import Kernel
package import Postgres

/// Imports as those read them who may send such in.
package struct ReadImports: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// The newest first; one more than `limit`, where there are that many.
    package func callAsFunction(
        kind: ImportJob.Kind?, before id: ImportID?, limit: Int, by principal: Principal
    ) async throws -> [ImportJob] {
        let sight = try sight(of: principal)
        return try await database.read(
            principal.rowSecurity, ImportQueries.page(sight, kind: kind, before: id, limit: limit + 1, at: world.now()))
    }

    /// - Throws: `ImportRefusal.notFound`.
    package func callAsFunction(_ id: String, by principal: Principal) async throws -> ImportJob {
        let sight = try sight(of: principal)
        guard let id = ImportID(id) else { throw ImportRefusal.notFound }
        let found: ImportJob? = try await database.read(principal.rowSecurity, ImportQueries.one(id, sight, at: world.now()))
        guard let found else { throw ImportRefusal.notFound }
        return found
    }

    /// A file that an import has written, piece by piece from the first.
    /// - Throws: `ImportRefusal.notFinished`; `.notFound` also for one that is kept no longer.
    package func output(_ name: ImportOutput, of id: String, by principal: Principal) async throws -> Output {
        let job = try await self(id, by: principal)
        guard job.state == .done || job.state == .failed else { throw ImportRefusal.notFinished }
        let isYAML = job.kind.isYAML && name == .refused
        let output = Output(isYAML: isYAML, database: database, principal: principal, name: name, id: job.id)
        guard job.endedAt != nil, try await output.piece(0) != nil else { throw ImportRefusal.notFound }
        return output
    }

    package struct Output: Sendable {
        /// Else it is CSV.
        package let isYAML: Bool
        fileprivate let database: Database
        fileprivate let principal: Principal
        fileprivate let name: ImportOutput
        fileprivate let id: ImportID

        /// Nil after the last.
        package func piece(_ position: Int) async throws -> String? {
            try await database.read(principal.rowSecurity, ImportQueries.output(name, of: id, at: position))
        }
    }

    private func sight(of principal: Principal) throws -> ImportQueries.Sight {
        let sight = principal.sight
        // Who may neither is told which permission of the two is asked for first.
        if !sight.keepsCatalog, !sight.writesContracts { try principal.may(.manageCatalog) }
        _ = try principal.credential.session()
        return sight
    }
}
