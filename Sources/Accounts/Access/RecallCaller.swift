package import FoundationEssentials
package import Kernel
import Ledger
import Persistence
package import Postgres

/// Who somebody is in an account today, whose act is carried out later than it was asked for: what they may do is asked again then.
package struct RecallCaller: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    /// - Parameter session: with which it was asked for; it may be over by now.
    /// - Throws: `AccessRefusal.accountNotFound` for who has no place there any more.
    package func callAsFunction(_ person: PersonID, session: UUID, in account: AccountID) async throws -> Caller {
        let admission = try await database.read(
            AccountScope(account: account.uuid).settings,
            AdmissionQueries.admission(.later(person, session: session), account: account, knowing: nil, at: world.now()))
        guard let caller = admission?.caller else { throw AccessRefusal.accountNotFound }
        return caller
    }
}
