/// A room imports what Package.swift declares for it, and a file what its kind may: that is what keeps SQL and HTTP out of the
/// rules of the business (docs/architecture.md, "The four kinds of file").
enum ImportRule {
    static let database: Set = ["Postgres", "PostgresServer", "Persistence"]
    static let http: Set = ["Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "NIOPosix"]
    /// What comes with the toolchain.
    static let system: Set = ["Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing"]

    static func findings(in file: SwiftFile, by manifest: Manifest) -> [Finding] {
        guard !file.isTest else { return [] }
        let declared = (manifest.modules[file.room] ?? []).union(system)
        let forbidden = manifest.business.contains(file.room) ? forbidden(to: file.kind) : []
        return file.imports.compactMap { module, line in
            if !declared.contains(module) {
                return Finding(
                    rule: .imports, path: file.path, line: line, what: "\(file.room) does not declare \(module) in Package.swift")
            }
            if forbidden.contains(module) {
                return Finding(rule: .imports, path: file.path, line: line, what: "a file of kind \(file.kind) does not import \(module)")
            }
            return nil
        }
    }

    static func forbidden(to kind: SwiftFile.Kind) -> Set<String> {
        switch kind {
        case .noun: database.union(http).union(["Web"])
        case .verb: http
        case .queries: http.union(["Web"])
        case .http: database
        }
    }
}
