internal import Glibc

/// The right to own a cluster's directory, held until it is released or the process ends in whatever way.
struct ClusterLock: Sendable {
    private let file: Int32

    /// Writes the process id into the file, for the message that the next one gets.
    static func take(_ path: String, for directory: String) throws -> ClusterLock {
        let file = try checked("open \(path)") { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            defer { close(file) }
            guard code == EAGAIN else { throw ClusterError.system(doing: "lock \(path)", errno: code) }
            let holder = String(decoding: readToEnd(file), as: UTF8.self).split(separator: "\n").first.flatMap { Int32($0) }
            throw ClusterError.inUse(directory: directory, processID: holder)
        }
        ftruncate(file, 0)
        let text = Array("\(getpid())\n".utf8)
        pwrite(file, text, text.count, 0)
        return ClusterLock(file: file)
    }

    /// Unlocks before it closes: a program that is being started at this moment has the file open until it is itself.
    func release() {
        flock(file, LOCK_UN)
        close(file)
    }
}
