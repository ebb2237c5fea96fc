internal import FoundationEssentials
internal import Glibc
internal import Logging

extension PrivateCluster {
    /// Makes the cluster beside its place and moves it there when it is complete, so that a kill in between leaves no half one.
    func createIfMissing() async throws {
        removeDrafts()
        guard place.version == nil else { return }
        logger.info("Making a PostgreSQL cluster", metadata: ["directory": "\(place.dataDirectory)", "version": "\(programs.version)"])
        // Each its own: an initdb that outlived its killed service may still be at work in the one before.
        let draft = place.home + "/" + Self.draftPrefix + UUID().uuidString.prefix(8).lowercased()
        try place.user.makePrivateDirectory(draft)
        let checks = options.hasChecksums ? ["--data-checksums"] : []
        let syncs = options.isTemporary ? ["--no-sync"] : []
        try await place.user.command(
            [programs.initdb, "--pgdata=\(draft)", "--username=\(Self.owner)", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
                + ["--no-instructions"] + checks + syncs
        ).check()
        try await place.user.command(
            [programs.postgres, "--single", "-D", draft, "-c", "exit_on_error=on", "-c", "fsync=\(options.isTemporary ? "off" : "on")"]
                + ["postgres"]
        ).check(input: Self.firstStatements.joined(separator: "\n") + "\n")
        try checked("move \(draft)") { rename(draft, place.dataDirectory) }
    }

    private static let draftPrefix = "postgres.new"

    /// What kills have left. What cannot be removed now, because somebody still writes there, the next start removes.
    private func removeDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.home)) ?? []
        for name in names where name.hasPrefix(Self.draftPrefix) { try? FileManager.default.removeItem(atPath: place.home + "/" + name) }
    }

    /// Run by a server that nobody can connect to yet; one a line, as that mode wants it.
    private static let firstStatements = [
        "CREATE ROLE \(service) LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;",
        "CREATE DATABASE purveyor OWNER \(owner);",
        "REVOKE ALL ON DATABASE purveyor FROM PUBLIC;",
        "GRANT CONNECT, TEMPORARY ON DATABASE purveyor TO \(service);",
    ]
}
