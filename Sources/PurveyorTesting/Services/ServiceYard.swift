internal import FoundationEssentials
internal import Glibc
internal import PostgresServer
internal import Synchronization

/// A directory with services and servers of one test's own. All of it ends with the test, and with the test process, a kill included.
package final class ServiceYard: Sendable {
    package let directory: String
    private let guardian: Int32
    private let writer: Int32
    private let started = Mutex(0)

    /// The program that tests run as users do: it stands beside the tests that were built with it.
    package static let purveyor: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return tests.prefix(through: tests.lastIndex(of: "/") ?? tests.startIndex) + "purveyor"
    }()

    /// $1 is the yard, $2 the service's program. Kills the services that it names and whatever works in a directory of the yard.
    private static let script = """
        read -r _
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            while read -r pid; do
                [ "/proc/$pid/exe" -ef "$2" ] && kill -KILL "$pid"
            done < "$1/processes"
            for cwd in /proc/[0-9]*/cwd; do
                case "$(readlink "$cwd")" in
                "$1"/*) pid=${cwd#/proc/}; kill -KILL "${pid%/cwd}" ;;
                esac
            done
            rm -rf "$1" && exit 0
            sleep 0.1
        done
        """

    /// Gives `body` a yard, and clears it away afterwards.
    package static func lend<Result>(_ body: (ServiceYard) async throws -> Result) async throws -> Result {
        let yard = try ServiceYard()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(yard)) } catch { result = .failure(error) }
        await yard.clear()
        return try result.get()
    }

    private init() throws {
        directory = "/tmp/purveyor-yard-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        _ = FileManager.default.createFile(atPath: directory + "/processes", contents: nil)
        let pipe = try Pipe()
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        guardian = try Command(["sh", "-c", Self.script, "guardian", directory, Self.purveyor]).start(input: pipe.reader, output: null)
        writer = pipe.takeWriter()
    }

    /// Starts the program: `purveyor` and these arguments.
    package func purveyor(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        let number = started.withLock { number in
            number += 1
            return number
        }
        let program = try ChildProcess(
            [Self.purveyor] + arguments, environment: environment, output: "\(directory)/output-\(number).log")
        let list = open(directory + "/processes", O_WRONLY | O_APPEND | O_CLOEXEC)
        let line = Array("\(program.processID)\n".utf8)
        _ = write(list, line, line.count)
        close(list)
        return program
    }

    private func clear() async {
        close(writer)
        while waitpid(guardian, nil, WNOHANG) == 0 { await pause() }
    }
}
