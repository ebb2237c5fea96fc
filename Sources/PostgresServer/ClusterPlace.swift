internal import FoundationEssentials
internal import Glibc

/// Where a cluster lives.
///
/// Everything is in the directory that was asked for, unless the server's user cannot get there: root's home is closed
/// (mode 0700), and PostgreSQL does not run as root. Then data and socket live in a new folder of `/var/lib/purveyor`, and
/// a link named `postgres` leads there; removing the link (or `.purveyor`) starts afresh.
struct ClusterPlace: Sendable {
    /// The directory that was asked for, absolute: the service's own, with its lock.
    let directory: String
    /// Holds what the server's user reads and root writes: `server.conf`, `pg_hba.conf`, `server.log`.
    let home: String
    let socketDirectory: String
    let user: ServerUser

    var dataDirectory: String { home + "/postgres" }
    var configuration: String { home + "/server.conf" }
    var accessRules: String { home + "/pg_hba.conf" }
    var log: String { home + "/server.log" }
    var postmasterFile: String { dataDirectory + "/postmaster.pid" }

    /// The major version of PostgreSQL that made the cluster; nil where there is none yet.
    var version: Int? {
        contents(of: dataDirectory + "/PG_VERSION").flatMap { Int($0.prefix(while: \.isNumber)) }
    }

    /// To be called by who holds the directory's lock.
    static func settle(in directory: String, elsewhere: String = "/var/lib/purveyor") async throws -> ClusterPlace {
        let home = try await home(for: directory, elsewhere: elsewhere)
        let data = home + "/postgres"
        let user = status(of: data) == nil ? try ServerUser.forNewCluster() : try ServerUser.owning(data)
        return ClusterPlace(
            directory: directory, home: home, socketDirectory: try socketDirectory(home: home, user: user), user: user)
    }

    private static func home(for directory: String, elsewhere: String) async throws -> String {
        let data = directory + "/postgres"
        if let status = status(of: data, followingLinks: false) {
            guard status.isLink else { return directory }
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: data)
            if target.hasPrefix("/"), target.hasSuffix("/postgres") {
                let home = String(target.dropLast("/postgres".count))
                try makeDirectory(home, permissions: 0o755)
                return home
            }
            return directory
        }
        if try await ServerUser.forNewCluster().canEnter(directory) { return directory }
        let name = UUID().uuidString.lowercased()
        let home = "\(elsewhere)/\(name)"
        try makeDirectory(home, permissions: 0o755)
        try checked("link \(data)") { symlink(home + "/postgres", data) }
        return home
    }

    /// The address of a Unix socket has room for 107 bytes, and libpq and PostgreSQL read lists in directory names.
    static func isFit(_ directory: String) -> Bool {
        directory.utf8.count + "/.s.PGSQL.5432".utf8.count <= 107 && !directory.contains(where: { ",'\"\\\n".contains($0) })
    }

    private static func socketDirectory(home: String, user: ServerUser) throws -> String {
        let near = home + "/socket"
        if isFit(near) { return near }
        let name = "purveyor-" + shortHash(home)
        if user.isOneself, let runtime = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), isFit("\(runtime)/\(name)"),
            status(of: runtime)?.isDirectory == true
        {
            return "\(runtime)/\(name)"
        }
        return "/tmp/\(name)"
    }

    /// Makes the socket's directory, and refuses one that somebody else put there: `/tmp` is everybody's.
    func prepareSocketDirectory() throws {
        if status(of: socketDirectory, followingLinks: false) == nil { try user.makePrivateDirectory(socketDirectory) }
        guard let found = status(of: socketDirectory, followingLinks: false), found.isDirectory,
            found.st_uid == user.userID, found.permissions & 0o077 == 0
        else { throw ClusterError.ownedByAnotherUser(path: socketDirectory, userID: status(of: socketDirectory)?.st_uid ?? 0) }
    }

    /// FNV-1a: names a directory, protects nothing.
    private static func shortHash(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
