import Dispatch
import PostgresServer
import PurveyorTesting
import Web

/// A program that talks to the service as the documentation tells it to: it sends a request again, a write with the same key, until it
/// has an answer.
struct InsistentClient {
    /// A write, and the answer that it got in the end.
    struct Acknowledged: Sendable {
        let path: String
        let headers: [(String, String)]
        let body: String
        let status: Int
        let answer: [UInt8]
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// What happened on the way.
    struct Tally: Sendable {
        var answers = 0
        var connectionsLost = 0
        var unavailable = 0
        var outcomesUnknown = 0
        var inProgress = 0
        var replayed = 0

        static func + (left: Tally, right: Tally) -> Tally {
            Tally(
                answers: left.answers + right.answers, connectionsLost: left.connectionsLost + right.connectionsLost,
                unavailable: left.unavailable + right.unavailable, outcomesUnknown: left.outcomesUnknown + right.outcomesUnknown,
                inProgress: left.inProgress + right.inProgress, replayed: left.replayed + right.replayed)
        }
    }

    let name: String
    let service: RunningService
    private(set) var tally = Tally()
    private(set) var acknowledged: [Acknowledged] = []
    private var client: (port: Int, client: LoopbackClient)?
    private var keys = 0

    init(_ name: String, _ service: RunningService) {
        self.name = name
        self.service = service
    }

    mutating func get(_ path: String, as person: CastPerson) async throws -> JSONValue {
        let answer = try await insist("GET", path, [("Authorization", "Bearer \(person.token)")], "", expecting: 200)
        guard let json = answer.json else { throw Unexpected(description: "GET \(path): no JSON") }
        return json
    }

    /// - Parameter version: what `If-Match` says.
    mutating func post(
        _ path: String, as person: CastPerson, _ body: String = "", version: JSONValue? = nil, expecting status: Int
    ) async throws -> JSONValue {
        keys += 1
        var headers = [("Authorization", "Bearer \(person.token)"), ("Idempotency-Key", "\(name)-\(keys)")]
        if case .integer(let version)? = version { headers.append(("If-Match", "\"v\(version)\"")) }
        let answer = try await insist("POST", path, headers, body, expecting: status)
        acknowledged.append(Acknowledged(path: path, headers: headers, body: body, status: answer.status, answer: answer.body))
        if answer.headers["idempotency-replayed"] != nil { tally.replayed += 1 }
        guard let json = answer.json else { throw Unexpected(description: "POST \(path): no JSON") }
        return json
    }

    mutating func replay(_ write: Acknowledged) async throws -> LoopbackAnswer {
        try await insist("POST", write.path, write.headers, write.body, expecting: write.status)
    }

    func close() async { await client?.client.close() }

    private mutating func insist(
        _ method: String, _ path: String, _ headers: [(String, String)], _ body: String, expecting status: Int
    ) async throws -> LoopbackAnswer {
        let deadline = ContinuousClock.now + .seconds(300)
        var last = "nothing"
        while ContinuousClock.now < deadline {
            do {
                let answer = try await connected().send(method, path, headers: headers, body: Array(body.utf8))
                if answer.status == status {
                    tally.answers += 1
                    return answer
                }
                last = "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
                guard try isWorthAnotherTry(answer) else { throw Unexpected(description: "\(method) \(path): \(last)") }
            } catch let error as LoopbackError {
                tally.connectionsLost += 1
                last = "\(error)"
            }
            await pause(.milliseconds(20))
        }
        let process = service.process
        let end = process?.exitCode.map { "ended with \($0)" } ?? "runs"
        throw Unexpected(
            description: """
                \(method) \(path): no answer in five minutes, at last \(last) from port \(service.port); the service \(end) with \
                PostgreSQL \(service.serverProcesses), having said: \(process?.output.suffix(3000) ?? "nothing")
                """)
    }

    private mutating func isWorthAnotherTry(_ answer: LoopbackAnswer) throws -> Bool {
        let problem = answer.json?["type"]?.text
        switch (answer.status, problem) {
        case (503, _):
            guard answer.headers["retry-after"] != nil else { throw Unexpected(description: "503 without Retry-After: \(problem ?? "")") }
            tally.unavailable += 1
            if problem == "/problems/outcome-unknown" { tally.outcomesUnknown += 1 }
            return true
        case (409, "/problems/request-in-progress"):
            tally.inProgress += 1
            return true
        default: return false
        }
    }

    private mutating func connected() async -> LoopbackClient {
        let port = service.port
        if let client, client.port == port { return client.client }
        await client?.client.close()
        let new = LoopbackClient(port: port, timeout: .seconds(20))
        client = (port, new)
        return new
    }
}
