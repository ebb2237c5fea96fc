package import Accounts
package import Kernel
package import Postgres

/// Ends an import of which nothing is to be kept: at once where it waits. One that is carried out is undone by the instance that has it,
/// within seconds; from the answer on nothing of it can be kept any more.
package struct CancelImport: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `ImportRefusal.notFound`; `.ended`.
    package func callAsFunction(_ id: String, by principal: Principal, in transaction: borrowing Transaction) async throws -> ImportJob {
        _ = try principal.credential.session()
        guard let id = ImportID(id) else { throw principal.missesImport }
        let (sight, now) = (principal.sight, world.now())
        let (cancelled, found) = try await transaction.run(
            ImportQueries.cancel(id, sight, at: now), ImportQueries.one(id, sight, at: now))
        guard let found else { throw principal.missesImport }
        // Who asks again for what is under way has it.
        guard cancelled != nil || found.state == .cancelling else { throw ImportRefusal.ended(found.state) }
        return found
    }
}
