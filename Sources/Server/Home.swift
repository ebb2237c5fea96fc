// FileManager and Bundle are in Foundation alone.
import Foundation

/// Finds the files that are shipped beside the binary.
enum Home {
    /// The nearest directory with `Migrations` and `openapi.yaml`: the current one or one above the executable.
    static func found() throws -> String {
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent().path ?? "."
        for start in [FileManager.default.currentDirectoryPath, executable] {
            var directory = URL(filePath: start)
            while true {
                if holds(directory.path) { return directory.path }
                let parent = directory.deletingLastPathComponent()
                if parent.path == directory.path { break }
                directory = parent
            }
        }
        throw ConfigurationFault("no Migrations and openapi.yaml found: start it in the repository, or set HOME_DIRECTORY (--home)")
    }

    private static func holds(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/Migrations")
            && FileManager.default.fileExists(atPath: directory + "/openapi.yaml")
    }
}
