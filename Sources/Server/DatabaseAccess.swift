package import Logging
package import Postgres
package import PostgresServer

/// The database that the service works with: the operator's, or the private cluster that it keeps itself.
package struct DatabaseAccess: Sendable {
    /// Nil for an external database.
    package let cluster: PrivateCluster?
    /// For migrations: may create and own.
    package let ownerConnectionString: String
    package let service: DatabaseConfiguration

    /// Starts the private cluster where there is no external database.
    /// - Throws: `ClusterError` with a sentence for the operator.
    package static func open(_ configuration: ServerConfiguration, logger: Logger) async throws -> DatabaseAccess {
        var service: DatabaseConfiguration
        if let url = configuration.databaseURL {
            // Whoever logs in, the service works as the role that owns nothing (Migrations/0001).
            service = DatabaseConfiguration(connectionString: url, role: "purveyor_service", applicationName: "purveyor")
            service.poolSize = configuration.poolSize
            return DatabaseAccess(cluster: nil, ownerConnectionString: url, service: service)
        }
        let cluster = try await PrivateCluster.open(directory: configuration.dataDirectory, logger: logger)
        service = DatabaseConfiguration(connectionString: cluster.serviceConnectionString(), applicationName: "purveyor")
        service.poolSize = configuration.poolSize
        return DatabaseAccess(cluster: cluster, ownerConnectionString: cluster.ownerConnectionString(), service: service)
    }

    /// A private cluster that was taken over from a killed service may be recovering: its postmaster runs, and takes nobody yet.
    func onceItAnswers(_ body: () async throws -> Void) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do {
                return try await body()
            } catch is DatabaseError where cluster != nil && ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Brings the private cluster's schema up to date; an external one is migrated only when told (`purveyor migrate`).
    /// - Throws: `ConfigurationFault` for an external database with migrations pending.
    package func prepareSchema(_ configuration: ServerConfiguration, logger: Logger) async throws {
        let migrator = Migrator(directory: configuration.home + "/Migrations")
        if cluster != nil {
            for migration in try await migrator.apply(on: ownerConnectionString) {
                logger.info("migrated", metadata: ["migration": "\(migration.number) \(migration.name)"])
            }
        } else {
            let pending = try await migrator.pending(on: ownerConnectionString)
            guard pending.isEmpty else {
                let names = pending.map { "\($0.number) \($0.name)" }.joined(separator: ", ")
                throw ConfigurationFault("the database has migrations pending (\(names)): run `purveyor migrate` first")
            }
        }
    }
}
