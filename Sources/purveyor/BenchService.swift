// Process is in Foundation alone.
import Foundation
import Glibc

/// This program, run again as another process: the service that is measured.
struct BenchService: Sendable {
    let port: Int
    let processID: Int32

    /// Runs it for as long as `body` takes. Its log goes to files in `directory`.
    static func run<Result>(
        _ arguments: [String], environment: [String: String], directory: String, _ body: (BenchService) async throws -> Result
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        // One buyer sends as fast as it can: what is measured is the service, not its limit.
        let own = ["HTTP_REQUESTS_PER_SECOND": "1000000"].merging(environment) { _, new in new }
        process.environment = ProcessInfo.processInfo.environment.merging(own) { _, new in new }
        let output = directory + "/service.out"
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try file(output)
        process.standardError = try file(directory + "/service.log")
        try start(process)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        return try await body(BenchService(port: try await port(in: output, of: process), processID: process.processIdentifier))
    }

    /// Runs pgbench, or another program, to its end.
    /// - Returns: what it wrote to standard output.
    static func output(of program: String, _ arguments: [String], directory: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders = versions.sorted { $0.count == $1.count ? $0 > $1 : $0.count > $1.count }.map { "/usr/lib/postgresql/\($0)/bin" }
        process.environment = ["PATH": ([path] + folders).joined(separator: ":"), "LC_ALL": "C"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try file(directory + "/program.out")
        process.standardError = try file(directory + "/program.err")
        try start(process)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(program) failed: \(try String(contentsOfFile: directory + "/program.err", encoding: .utf8).suffix(2000))")
        }
        return try String(contentsOfFile: directory + "/program.out", encoding: .utf8)
    }

    /// Threads of Swift's pool block signals, and a child inherits that: pgbench would never hear that its time is up.
    static func start(_ process: Process) throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    static func file(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path) else {
            throw BenchFailure("cannot write \(path)")
        }
        return handle
    }

    /// The service prints where it listens once it does.
    private static func port(in output: String, of process: Process) async throws -> Int {
        for _ in 0..<600 {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            if let address = text.firstRange(of: "listens on http://127.0.0.1:"), text[address.upperBound...].contains("\n"),
                let port = Int(text[address.upperBound...].prefix(while: \.isNumber))
            {
                return port
            }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BenchFailure("the service did not start; see \(output)")
    }
}

/// Why the bench cannot go on.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
