package import Accounts
import Cryptography
import Exchange
package import Kernel
package import Postgres

/// The demo accounts of `Catalogs/`, loaded once: an IT supplier's catalog and customers, and a wholesaler's real past.
package struct LoadDemo: Sendable {
    /// Everybody's in the demo; docs and the banner say so.
    package static let password = "purveyor-demo"
    /// Whose real history the walk runs in.
    package static let account: AccountID = .external("account", "14646")

    /// Who keeps the catalog and writes contracts in the demo, so that files can be sent in.
    package static let keeper = "sofia.marchetti@harbourline.example"

    private let home: String
    private let world: World

    package init(home: String, world: World) {
        self.home = home
        self.world = world
    }

    /// Repeatable: what is there stays as it is.
    package func callAsFunction(into database: Database) async throws {
        let catalog = ImportCatalog(database: database, hasher: PasswordHasher(), world: world)
        _ = try await catalog(home + "/Catalogs/it-supplier", password: Self.password)
        if let keeper = EmailAddress(Self.keeper) {
            try await AppointStaff(database: database, world: world).adding([.manageCatalog, .manageContracts], to: keeper)
        }
        var options = ImportOrderHistory.Options()
        options.proposesContracts = true
        let history = ImportOrderHistory(database, world, options)
        _ = try await history(home + "/Catalogs/online-retail/orders.csv.gz", refuse: { _ in }, progress: { _ in })
    }
}
