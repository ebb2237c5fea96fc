package import Accounts
import Catalog
import FoundationEssentials
package import Kernel
package import Ledger
import Persistence
package import Postgres

/// Takes a file in, piece by piece as it comes, each in a transaction of its own: no connection waits for a slow sender. It becomes a job
/// with the last transaction; from then on it is carried out whatever becomes of this process.
package struct TakeImport: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package struct Input: Sendable {
        package let kind: ImportJob.Kind
        package let account: AccountID?
        package let options: ImportOptions
        /// Names of what was said that its kind does not know.
        package let notHere: [String]

        package init(kind: ImportJob.Kind, account: AccountID?, options: ImportOptions, notHere: [String]) {
            self.kind = kind
            self.account = account
            self.options = options
            self.notHere = notHere
        }
    }

    /// - Throws: `AccessRefusal`, `ImportRefusal`.
    package func begin(_ input: Input, by principal: Principal, origin: EventOrigin?) async throws -> ImportID {
        let session = try await check(input, principal)
        let id: ImportID = world.newID()
        let query = try ImportQueries.begin(
            id, input.kind, account: input.account, input.options, by: principal.person.id, session: session, address: origin?.address,
            request: origin?.request, at: world.now())
        try await database.transaction(principal.personScope.settings) { transaction in transaction.enqueue(query) }
        return id
    }

    private func check(_ input: Input, _ principal: Principal) async throws -> UUID {
        guard input.kind.isOfContracts else {
            try principal.may(.manageCatalog)
            guard input.notHere.isEmpty else { throw ImportRefusal.notHere(input.notHere) }
            return try principal.credential.session()
        }
        try principal.may(.manageContracts)
        guard let account = input.account else { throw ImportRefusal.accountNeeded }
        guard input.notHere.isEmpty else { throw ImportRefusal.notHere(input.notHere) }
        let session = try principal.credential.session()
        let caller = try await RecallCaller(database: database, world: world)(principal.person.id, session: session, in: account)
        try caller.toWriteContracts()
        return session
    }

    package func add(_ bytes: [UInt8], at position: Int, to id: ImportID, by principal: Principal) async throws {
        try await database.transaction(principal.personScope.settings) { transaction in
            transaction.enqueue(ImportQueries.add(bytes, at: position, to: id))
        }
    }

    /// All of it is there: it is a job from now on.
    package func finish(
        _ id: ImportID, _ input: Input, bytes: Int, by principal: Principal, in transaction: borrowing Transaction
    ) async throws -> ImportJob {
        // A file may have been long in coming.
        try await transaction.check(input.kind.isOfContracts ? .manageContracts : .manageCatalog, of: principal)
        let now = world.now()
        let (_, made) = try await transaction.run(
            ImportQueries.ready(id, bytes: bytes, at: now), ImportQueries.one(id, principal.sight, at: now))
        guard let made else { throw ImportRefusal.notFound }
        return made
    }

    /// Forgets what came of a file that becomes no job. What this misses is forgotten after an hour.
    package func discard(_ id: ImportID, by principal: Principal) async {
        try? await database.transaction(principal.personScope.settings) { transaction in
            transaction.enqueue(ImportQueries.discard(id))
        }
    }
}

extension Principal {
    var sight: ImportQueries.Sight {
        ImportQueries.Sight(
            person: person.id, keepsCatalog: staffPermissions.contains(.manageCatalog),
            writesContracts: staffPermissions.contains(.manageContracts))
    }
}
