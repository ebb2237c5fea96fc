internal import FoundationEssentials
internal import Glibc

/// Where PostgreSQL's programs are: Debian keeps each major version in a folder of its own, outside PATH.
package struct ServerPrograms: Sendable, Equatable {
    static let oldest = 15

    let directory: String
    let version: Int

    package var initdb: String { directory + "/initdb" }
    package var postgres: String { directory + "/postgres" }
    package var dump: String { directory + "/pg_dump" }

    /// The newest, or for a cluster that exists the version that made it.
    package static func find(
        version wanted: Int? = nil, for dataDirectory: String = "", debian: String = "/usr/lib/postgresql"
    ) async throws -> ServerPrograms {
        var candidates: [ServerPrograms] = []
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        for version in versions.compactMap({ Int($0) }) where isComplete("\(debian)/\(version)/bin") {
            candidates.append(ServerPrograms(directory: "\(debian)/\(version)/bin", version: version))
        }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        for directory in path.split(separator: ":").map(String.init) where isComplete(directory) {
            if let version = try await versionOfPrograms(in: directory) {
                candidates.append(ServerPrograms(directory: directory, version: version))
            }
        }
        if let wanted {
            if let match = candidates.first(where: { $0.version == wanted }) { return match }
            throw ClusterError.versionMissing(wanted, directory: dataDirectory)
        }
        if let newest = candidates.filter({ $0.version >= oldest }).max(by: { $0.version < $1.version }) { return newest }
        throw ClusterError.noServer(searched: [debian, "PATH"])
    }

    private static func isComplete(_ directory: String) -> Bool {
        access(directory + "/initdb", X_OK) == 0 && access(directory + "/postgres", X_OK) == 0
    }

    /// `postgres (PostgreSQL) 15.10 (Debian 15.10-0+deb12u1)` is version 15.
    private static func versionOfPrograms(in directory: String) async throws -> Int? {
        let output = try await Command([directory + "/postgres", "--version"]).run().output
        return output.split(separator: " ").dropFirst(2).first?.split(separator: ".").first.flatMap { Int($0.prefix(while: \.isNumber)) }
    }
}
