/// Why the private cluster cannot be had; the description is for the person who started the service.
package enum ClusterError: Error, Equatable, CustomStringConvertible {
    /// Another process holds the cluster; its id where it could be read.
    case inUse(directory: String, processID: Int32?)
    case noServer(searched: [String])
    case versionMissing(Int, directory: String)
    case noUnprivilegedUser
    case ownedByAnotherUser(path: String, userID: UInt32)
    case system(doing: String, errno: Int32)
    case commandFailed(command: String, output: String)
    case didNotStart(log: String)
    case didNotStop(processID: Int32)
    case stopped

    package var description: String {
        switch self {
        case .inUse(let directory, let processID):
            let owner = processID.map { "process \($0)" } ?? "another process"
            return "the database in \(directory) is in use by \(owner): only one service can own it"
        case .noServer(let searched):
            let places = searched.joined(separator: ", ")
            return "no PostgreSQL 15 or later found in \(places): install the package postgresql, or set DATABASE_URL"
        case .versionMissing(let version, let directory):
            return "the database in \(directory) was made by PostgreSQL \(version), which is not installed"
        case .noUnprivilegedUser:
            return "PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody to run it as"
        case .ownedByAnotherUser(let path, let userID):
            return "\(path) belongs to the user with id \(userID): start the service as that user or as root"
        case .system(let doing, let code):
            return "cannot \(doing): \(reason(code))"
        case .commandFailed(let command, let output):
            return "\(command) failed: \(output)"
        case .didNotStart(let log):
            return "PostgreSQL did not start: \(log)"
        case .didNotStop(let processID):
            return "PostgreSQL (process \(processID)) did not stop"
        case .stopped:
            return "the cluster has been stopped"
        }
    }
}
