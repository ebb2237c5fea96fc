import Foundation

/// The clone that these tests were built from.
struct Repository {
    let files: [SwiftFile]
    let manifest: Manifest
    /// By path, in the order of their names; without `schema.sql`, which is their sum.
    let migrations: [TextFile]
    let problems: String

    static let current = Result { try Repository(at: root) }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    init(at root: URL) throws {
        func read(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }
        files = try (Self.paths(below: "Sources", at: root) + Self.paths(below: "Tests", at: root))
            .filter { $0.hasSuffix(".swift") }
            .map { SwiftFile(path: $0, text: try read($0)) }
        manifest = Manifest(try read("Package.swift"))
        migrations = try Self.paths(below: "Migrations", at: root)
            .filter { $0.hasSuffix(".sql") && !$0.hasSuffix("/schema.sql") }
            .map { TextFile(path: $0, text: try read($0)) }
        problems = (try? read("docs/problems.md")) ?? ""
    }

    /// Of all files below `directory`, from the root, in order; none where there is no such directory.
    private static func paths(below directory: String, at root: URL) -> [String] {
        let found = FileManager.default.enumerator(atPath: root.appending(path: directory).path)?.compactMap { $0 as? String } ?? []
        return found.map { "\(directory)/\($0)" }.sorted()
    }
}

struct TextFile {
    let path: String
    let text: String
}
