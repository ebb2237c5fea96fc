import ArgumentParser
import Exchange
import FoundationEssentials
import Kernel
import Postgres

/// What the commands share that bring a CSV file in: how it is taken, and where it is written what becomes of it.
struct ImportFileOptions: ParsableArguments {
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv", "gz"]))
    var file: String

    @Flag(help: "Take what is right and leave out the rest.")
    var skipBad = false

    @Flag(help: "Say what would become of the file, and keep nothing.")
    var dryRun = false

    @Option(help: "Write what becomes other, before and after, to this CSV file.", completion: .file())
    var diff: String?

    @Option(help: "Write what was refused to this CSV file: line, column, reason, value.", completion: .file())
    var report: String?

    @Option(
        help: "Write the lines that were refused to this CSV file, as they are, to be corrected and brought in again.", completion: .file())
    var refused: String?

    func validate() throws {
        try CSVOutput.check([report, diff], refused: refused, of: file, keepsOthers: skipBad && !dryRun)
    }

    /// Whether anybody reads what becomes other.
    var tellsDifferences: Bool { dryRun || diff != nil }

    /// Brings the file in by `work`, which tells what it finds as it goes; the files are written, and after a dry run the first differences
    /// shown.
    /// - Parameter header: of the file of differences.
    func bringIn<Difference: ImportDifference, Outcome: Sendable>(
        on server: ServerOptions, differences header: String,
        _ work: @escaping @Sendable (Database, ImportSource, ImportTelling<Difference>) async throws -> (Outcome, FileEncoding)
    ) async throws -> (Outcome, FileEncoding) {
        let telling = try ImportTelling<Difference>(of: file, report: report, diff: diff, header: header)
        let result: (Outcome, FileEncoding)
        do {
            result = try await server.withDatabase { [file] database in try await work(database, .path(file), telling) }
        } catch {
            telling.breakOff()
            throw error
        }
        try telling.finish(refused: refused)
        if dryRun { telling.showDifferences() }
        return result
    }

    /// `: see report.csv, refused.csv`, where something was refused and is written there.
    func places(refused count: Int) -> String {
        let places = count > 0 ? [report, refused].compactMap(\.self).joined(separator: ", ") : ""
        return places.isEmpty ? "" : ": see \(places)"
    }

    func isKept(refused count: Int) -> Bool { !dryRun && (count == 0 || skipBad) }
}
