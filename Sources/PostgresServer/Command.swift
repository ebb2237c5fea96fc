internal import CSpawn
internal import Dispatch
internal import Glibc

/// A program with its arguments, started without a shell, with nothing of ours but what it needs:
/// no open file above standard error, default signals, a session of its own, a small environment.
package struct Command: Sendable {
    let arguments: [String]
    private let environment: [String]

    /// - Parameter environment: what the program finds there beside the little that every one finds.
    package init(_ arguments: [String], environment: [String: String] = [:]) {
        self.arguments = arguments
        self.environment = environment.map { "\($0)=\($1)" }
    }

    package struct Outcome: Sendable {
        package let succeeded: Bool
        /// Standard output and standard error together.
        package let output: String
    }

    /// Starts it and returns its process id; the caller must reap it.
    package func start(input: Int32?, output: Int32) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // initdb and the server complain about a working directory that they may not read.
        posix_spawn_file_actions_addchdir_np(&actions, "/")

        // The service may ignore or block signals; what it starts must not inherit that.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | Int32(purveyor_POSIX_SPAWN_SETSID)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        var processID: pid_t = 0
        let program = arguments.first ?? ""
        let code = withCStrings(arguments) { arguments in
            withCStrings(["PATH=\(path):/usr/sbin:/sbin", "LANG=C", "LC_ALL=C", "TZ=UTC"] + self.environment) { environment in
                posix_spawnp(&processID, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw ClusterError.system(doing: "start \(program)", errno: code) }
        return processID
    }

    /// Runs it to its end on a thread that may block, feeding it at most a pipe's content (64 KiB).
    package func run(input: String = "") async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try runBlocking(input: input) }) }
        }
    }

    /// Runs it, and throws what it wrote when it fails.
    package func check(input: String = "") async throws {
        let outcome = try await run(input: input)
        guard outcome.succeeded else { throw ClusterError.commandFailed(command: arguments.joined(separator: " "), output: outcome.output) }
    }

    private func runBlocking(input: String) throws -> Outcome {
        let standardInput = try Pipe()
        let standardOutput = try Pipe()
        // Written before anybody reads: it fits into the pipe, and there is a reader, so no SIGPIPE.
        precondition(input.utf8.count <= 65_536)
        var text = input
        try checked("write to a pipe") { text.withUTF8 { write(standardInput.writer, $0.baseAddress, $0.count) } }
        standardInput.closeWriter()
        let processID = try start(input: standardInput.reader, output: standardOutput.writer)
        standardOutput.closeWriter()
        let output = String(decoding: readToEnd(standardOutput.reader), as: UTF8.self)
        var state: Int32 = 0
        while waitpid(processID, &state, 0) == -1, errno == EINTR {}
        return Outcome(succeeded: state == 0, output: output)
    }
}

/// The strings as C's null-terminated array of null-terminated strings.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}
