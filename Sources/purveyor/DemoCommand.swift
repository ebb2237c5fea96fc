import ArgumentParser
import FoundationEssentials
import Server
import Web

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Walk the main path against a running demo server, showing each request and answer.")

    @Option(help: "Where the server listens: http://HOST:PORT.")
    var url = "http://127.0.0.1:8080"

    func run() async throws {
        guard let parts = URL(string: url), let host = parts.host(), parts.scheme == "http" else {
            throw ValidationError("--url is like http://127.0.0.1:8080")
        }
        try await DemoWalk(client: LoopbackClient(host: host, port: parts.port ?? 80), show: { print($0) })()
    }
}
