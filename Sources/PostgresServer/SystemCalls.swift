internal import Glibc

/// What strerror says, from its thread-safe form.
func reason(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let base = buffer.baseAddress else { return "error \(code)" }
        return strerror_r(code, base, buffer.count) == 0 ? String(cString: base) : "error \(code)"
    }
}

/// Calls `body` and throws when it answers -1.
@discardableResult
func checked<Result: SignedInteger>(_ doing: @autoclosure () -> String, _ body: () -> Result) throws -> Result {
    let result = body()
    if result == -1 { throw ClusterError.system(doing: doing(), errno: errno) }
    return result
}

func status(of path: String, followingLinks: Bool = true) -> stat? {
    var answer = stat()
    let result = followingLinks ? stat(path, &answer) : lstat(path, &answer)
    return result == 0 ? answer : nil
}

extension stat {
    var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
    var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
    var permissions: UInt32 { st_mode & 0o7777 }
    func isSame(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}

/// All of a small file, or nil where it cannot be read.
func contents(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return String(decoding: readToEnd(file), as: UTF8.self)
}

/// Everything until end of file or an error; blocks.
func readToEnd(_ file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    while true {
        let count = read(file, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
    }
}

/// Replaces the file in one step, so that a reader sees the old or the new text and never half of it.
func write(_ text: String, to path: String, permissions: UInt32) throws {
    let draft = path + ".new"
    unlink(draft)
    let file = try checked("write \(draft)") { open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions) }
    defer { close(file) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = try checked("write \(draft)") { bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } }
        bytes = bytes.dropFirst(count)
    }
    try checked("set the permissions of \(draft)") { fchmod(file, permissions) }
    try checked("replace \(path)") { rename(draft, path) }
}

/// Makes the directory where it is not there yet, and those above it.
func makeDirectory(_ path: String, permissions: UInt32) throws {
    if mkdir(path, permissions) == 0 {
        try checked("set the permissions of \(path)") { chmod(path, permissions) }
        return
    }
    let code = errno
    if code == EEXIST, status(of: path)?.isDirectory == true { return }
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw ClusterError.system(doing: "make the directory \(path)", errno: code)
    }
    try makeDirectory(String(path[..<slash]), permissions: 0o755)
    try makeDirectory(path, permissions: permissions)
}
