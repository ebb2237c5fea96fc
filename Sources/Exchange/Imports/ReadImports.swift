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
        _ = try principal.credential.session()
        let found = try await database.read(
            principal.rowSecurity, ImportQueries.page(principal.sight, kind: kind, before: id, limit: limit + 1, at: world.now()))
        if found.isEmpty { try principal.sendsImports() }
        return found
    }

    /// - Throws: `ImportRefusal.notFound`.
    package func callAsFunction(_ id: String, by principal: Principal) async throws -> ImportJob {
        _ = try principal.credential.session()
        guard let id = ImportID(id) else { throw principal.missesImport }
        let found: ImportJob? = try await database.read(principal.rowSecurity, ImportQueries.one(id, principal.sight, at: world.now()))
        guard let found else { throw principal.missesImport }
        return found
    }

    /// A file that an import has written, piece by piece from the first.
    /// - Throws: `ImportRefusal.notFinished`; `.notFound` also for one that is kept no longer.
    package func output(_ name: ImportOutput, of id: String, by principal: Principal) async throws -> Output {
        let job = try await self(id, by: principal)
        guard job.state.hasEnded else { throw ImportRefusal.notFinished }
        guard job.outputs.contains(name) else { throw ImportRefusal.notFound }
        let isYAML = job.kind.isYAML && name == .refused
        return Output(isYAML: isYAML, database: database, principal: principal, name: name, id: job.id)
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
}

extension Principal {
    /// Who may send in nothing is told which permission of the two is asked for first, except about what they have sent in themselves.
    fileprivate func sendsImports() throws(AccessRefusal) {
        if !sight.keepsCatalog, !sight.writesContracts { try may(.manageCatalog) }
    }

    /// Why there is no such import for them.
    var missesImport: any Refusal {
        do { try sendsImports() } catch { return error }
        return ImportRefusal.notFound
    }
}
