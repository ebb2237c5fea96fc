internal import Glibc

/// The user that PostgreSQL runs as: oneself, or as root somebody without privileges, since PostgreSQL refuses root.
package struct ServerUser: Sendable, Equatable {
    let userID: uid_t
    let groupID: gid_t

    var isOneself: Bool { userID == geteuid() }

    /// For a new cluster: oneself; as root `postgres` where there is one, else `nobody`.
    package static func forNewCluster() throws -> ServerUser {
        guard geteuid() == 0 else { return ServerUser(userID: geteuid(), groupID: getegid()) }
        for name in ["postgres", "nobody"] {
            if let user = named(name) { return user }
        }
        throw ClusterError.noUnprivilegedUser
    }

    /// For a cluster that exists: its owner, whom only root can act for.
    static func owning(_ path: String) throws -> ServerUser {
        guard let status = status(of: path) else { throw ClusterError.system(doing: "read \(path)", errno: errno) }
        let user = ServerUser(userID: status.st_uid, groupID: status.st_gid)
        guard user.isOneself || geteuid() == 0 else { throw ClusterError.ownedByAnotherUser(path: path, userID: user.userID) }
        return user
    }

    private static func named(_ name: String) -> ServerUser? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let base = buffer.baseAddress, getpwnam_r(name, &entry, base, buffer.count, &found) == 0, found != nil else { return nil }
            return ServerUser(userID: entry.pw_uid, groupID: entry.pw_gid)
        }
    }

    /// The command as this user; `setpriv` (util-linux, in every Debian) becomes the program, so that its process id is the program's.
    package func command(_ arguments: [String]) -> Command {
        if isOneself { return Command(arguments) }
        let identity = ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--inh-caps=-all", "--no-new-privs"]
        return Command(["setpriv"] + identity + ["--"] + arguments)
    }

    /// Makes a directory that only this user (and root) can enter.
    package func makePrivateDirectory(_ path: String) throws {
        try makeDirectory(path, permissions: 0o700)
        if !isOneself { try checked("give \(path) away") { lchown(path, userID, groupID) } }
    }

    func canEnter(_ path: String) async throws -> Bool {
        if isOneself { return true }
        return try await command(["test", "-x", path]).run().succeeded
    }
}
