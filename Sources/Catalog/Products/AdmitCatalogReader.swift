import Accounts
import Kernel
import Persistence
import Postgres

/// Lets in whoever may read the master catalog: everybody of the supplier; a program with a key only where that is for reading catalogs
/// in some account.
struct AdmitCatalogReader: Sendable {
    let database: Database

    func callAsFunction(_ principal: Principal) async throws {
        try principal.staff()
        guard let key = principal.key else { return }
        let mayRead = try await database.read(principal.personScope.settings, KeyReachQueries.works(key, for: .readCatalog))
        guard mayRead else { throw AccessRefusal.notPermitted(.readCatalog) }
    }
}
