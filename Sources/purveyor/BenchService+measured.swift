// Process is in Foundation alone.
import Foundation

/// What running this program once has cost.
struct BenchCost {
    let seconds: Double
    /// CPU seconds, its own and PostgreSQL's.
    let own: Double
    let server: Double
    /// The most memory that it had, in MiB.
    let peak: Double
}

extension BenchService {
    /// Runs this program to its end.
    static func measured(
        _ arguments: [String], environment: [String: String], directory: String, postmaster: Int32
    ) async throws -> BenchCost {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try file(directory + "/command.out")
        process.standardError = try file(directory + "/command.err")
        let (server, children) = (BenchProcesses.milliseconds(ofServer: postmaster), BenchProcesses.endedChildrenMilliseconds)
        let start = ContinuousClock.now
        try Self.start(process)
        var peak = 0.0
        while process.isRunning {
            peak = max(peak, BenchProcesses.memory(of: process.processIdentifier).peak)
            try await Task.sleep(for: .milliseconds(20))
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        guard process.terminationStatus == 0 else {
            throw BenchFailure(
                "\(arguments[0]) failed: \(try String(contentsOfFile: directory + "/command.err", encoding: .utf8).suffix(2000))")
        }
        return BenchCost(
            seconds: seconds, own: (BenchProcesses.endedChildrenMilliseconds - children) / 1000,
            server: (BenchProcesses.milliseconds(ofServer: postmaster) - server) / 1000, peak: peak)
    }
}
