/// Files of the repository that tests read, wherever it was cloned.
package enum PackageFiles {
    package static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// A path from the root, as in `PackageFiles.path("Migrations")`.
    package static func path(_ path: String) -> String { root + "/" + path }
}
