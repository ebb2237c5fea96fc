/// What a postmaster writes into `postmaster.pid` of its data directory (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_…).
struct PostmasterFile: Equatable {
    let processID: Int32
    let socketDirectory: String
    /// Whether it takes connections; before, it is starting or recovering.
    let isReady: Bool

    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let processID = lines.first.flatMap({ Int32($0) }), processID > 0 else { return nil }
        self.processID = processID
        socketDirectory = lines.count > 4 ? String(lines[4]) : ""
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }
}
