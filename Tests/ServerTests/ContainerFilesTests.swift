import Foundation
import Testing
import Yams

/// No Docker engine runs the tests, so what can be read of the container files is read: that they parse, that names meet, and
/// that what is copied is there.
@Suite("The container files")
struct ContainerFilesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private let instructions: [Instruction]
    private let compose: [String: Any]

    init() throws {
        func read(_ path: String) throws -> String { try String(contentsOf: Self.root.appending(path: path), encoding: .utf8) }
        instructions = Instruction.all(in: try read("Dockerfile"))
        compose = try #require(try Yams.load(yaml: try read("docker-compose.yml")) as? [String: Any])
    }

    private var services: [String: [String: Any]] { compose["services"] as? [String: [String: Any]] ?? [:] }

    @Test("the image copies only what the repository has, from stages that are named before")
    func copies() {
        var stages: Set<String> = []
        for instruction in instructions {
            switch instruction.name {
            case "FROM":
                #expect(instruction.words.count == 3 && instruction.words[1] == "AS")
                stages.insert(instruction.words.last ?? "")
            case "COPY":
                if let stage = instruction.words.first(where: { $0.hasPrefix("--from=") }) {
                    #expect(stages.contains(String(stage.dropFirst("--from=".count))), "\(instruction)")
                } else {
                    for source in instruction.words.dropLast() {
                        #expect(exists(source), "\(source) is copied and not there")
                        #expect(isSent(source), "\(source) is copied and kept back by .dockerignore")
                    }
                }
            default: break
            }
        }
        #expect(stages == ["build", "run"])
    }

    @Test("the image runs as somebody who is not root, and looks after its own health")
    func image() throws {
        let run = instructions[try #require(instructions.lastIndex { $0.name == "FROM" })...]
        let user = try #require(run.last { $0.name == "USER" }).words
        #expect(user == ["purveyor"])
        #expect(run.contains { $0.name == "HEALTHCHECK" })
        #expect(run.contains { $0.name == "EXPOSE" && $0.words == ["8080"] })
        #expect(run.last { $0.name == "ENTRYPOINT" }?.text == #"["purveyor"]"#)
        // The binary finds these libraries in the image, not in the one that it was built in.
        let installed = run.filter { $0.name == "RUN" }.flatMap(\.words)
        #expect(Set(["libcurl4", "libpq5", "libssl3", "ca-certificates", "tzdata"]).isSubset(of: installed))
    }

    @Test("compose's services wait for services that there are, in a way that these can answer")
    func dependencies() throws {
        #expect(Set(services.keys) == ["postgres", "migrate", "purveyor"])
        for (name, service) in services {
            for (other, condition) in service["depends_on"] as? [String: [String: String]] ?? [:] {
                let awaited = try #require(services[other], "\(name) waits for \(other), which there is not")
                switch condition["condition"] {
                case "service_healthy": #expect(awaited["healthcheck"] != nil, "\(other) has no health check")
                case "service_completed_successfully": #expect(awaited["restart"] as? String == "no", "\(other) never completes")
                default: Issue.record("\(name) does not say what it waits for")
                }
            }
        }
        let waits = services["purveyor"]?["depends_on"] as? [String: Any] ?? [:]
        #expect(Set(waits.keys) == ["postgres", "migrate"])
    }

    @Test("compose's service and migration use the database that compose starts, with the data in a named volume")
    func database() throws {
        let postgres = try #require(services["postgres"]?["environment"] as? [String: String])
        let user = try #require(postgres["POSTGRES_USER"])
        let password = try #require(postgres["POSTGRES_PASSWORD"])
        let database = try #require(postgres["POSTGRES_DB"])
        for name in ["migrate", "purveyor"] {
            let environment = try #require(services[name]?["environment"] as? [String: String])
            #expect(environment["DATABASE_URL"] == "postgresql://\(user):\(password)@postgres:5432/\(database)")
        }
        #expect(password.hasPrefix("${POSTGRES_PASSWORD:-"), "the password can be given from outside")
        let volumes = try #require(compose["volumes"] as? [String: Any])
        let mounts = services["postgres"]?["volumes"] as? [String] ?? []
        #expect(mounts.map { String($0.prefix { $0 != ":" }) } == Array(volumes.keys))
        #expect(services["postgres"]?["ports"] == nil)
        #expect(services["purveyor"]?["ports"] as? [String] == ["127.0.0.1:8080:8080"])
    }

    private func exists(_ path: String) -> Bool {
        if path.hasSuffix("*") {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.root.path)) ?? []
            return names.contains { $0.hasPrefix(path.dropLast()) }
        }
        return FileManager.default.fileExists(atPath: Self.root.appending(path: path).path)
    }

    /// Whether .dockerignore, which keeps everything back, lets the top of the path through.
    private func isSent(_ path: String) -> Bool {
        let lines = (try? String(contentsOf: Self.root.appending(path: ".dockerignore"), encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.contains("!" + (path.split(separator: "/").first ?? ""))
    }

    /// One instruction of a Dockerfile, its continued lines joined.
    private struct Instruction {
        let name: String
        let text: String

        var words: [String] { text.split(separator: " ").map(String.init) }

        static func all(in file: String) -> [Instruction] {
            file.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
                .replacing("\\\n", with: " ")
                .split(separator: "\n")
                .map { line in
                    let parts = line.split(separator: " ", maxSplits: 1)
                    return Instruction(name: String(parts[0]), text: String(parts.last ?? ""))
                }
        }
    }
}
