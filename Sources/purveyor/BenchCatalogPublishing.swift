import FoundationEssentials
import Kernel
import Postgres
import Server
import Web

/// Somebody of the supplier's staff publishes versions of 5,000 rules over HTTP, and a buyer of the account reads: on the instance that
/// took it in, and on another.
struct BenchCatalogPublishing {
    private static let rules = 5_000

    private let first: LoopbackClient
    private let second: LoopbackClient
    private let workspace: BenchWorkspace
    private let account = BenchCatalogQueries.account(1)

    init(_ first: BenchService, _ second: BenchService, _ workspace: BenchWorkspace) {
        self.first = LoopbackClient(port: first.port)
        self.second = LoopbackClient(port: second.port)
        self.workspace = workspace
    }

    func measure(_ table: inout BenchTable) async throws {
        for query in BenchCatalogQueries.appoint(DemoPeople.rep) { try await workspace.owner.query(query) }
        let (staff, buyer) = (try await signIn(DemoPeople.rep), try await signIn("c1@bench.example"))
        let skus = try await workspace.owner.query(BenchCatalogQueries.skus(Self.rules))
        guard let sku = skus.first, let start = LocalDate("2020-01-01") else { throw BenchFailure("no products") }
        // Both have read the account's prices before.
        for client in [first, second] { _ = try await send(client, "GET", "/catalog/\(sku)/price", as: buyer) }
        var (drafts, publishings, reads, others): ([Int64], [Int64], [Int64], [Int64]) = ([], [], [], [])
        let latest = try await workspace.owner.query(BenchCatalogQueries.latestVersion)
        for version in latest + 1...latest + 5 {
            let before = try await send(first, "GET", "/contracts/B-1", as: staff)
            let draft = Self.draft(skus, price: "\(version).23", from: start.adding(days: version))
            var clock = ContinuousClock.now
            func lap() -> Int64 {
                defer { clock = .now }
                return Int64((ContinuousClock.now - clock).inSeconds * 1e9)
            }
            let written = try await send(first, "PUT", "/contracts/B-1/draft", as: staff, draft, following: before)
            drafts.append(lap())
            _ = try await send(first, "POST", "/contracts/B-1/publish", as: staff, "{}", following: written)
            publishings.append(lap())
            for (client, place) in [(first, 0), (second, 1)] {
                let answer = try await send(client, "GET", "/catalog/\(sku)/price", as: buyer)
                let took = lap()
                if place == 0 { reads.append(took) } else { others.append(took) }
                guard answer.json?["unitPrice"]?["amount"]?.text == "\(version).23" else {
                    throw BenchFailure("version \(version) is not what a reader sees: \(String(decoding: answer.body, as: UTF8.self))")
                }
            }
        }
        table.add("draft of \(Self.rules) rules over HTTP", BenchStatistics(nanoseconds: drafts), target: nil)
        table.add("publishing it until a reader sees it", BenchStatistics(nanoseconds: zip(publishings, reads).map(+)), target: 1000)
        table.add("  of it the reader's request", BenchStatistics(nanoseconds: reads), target: nil)
        table.add("  the next reader's, on another instance", BenchStatistics(nanoseconds: others), target: nil)
    }

    private static func draft(_ skus: [String], price: String, from day: LocalDate) -> String {
        let rules = skus.map { sku in
            """
            {"kind": "fixed", "selector": "product", "value": \(String(decoding: JSONValue.string(sku).jsonBytes, as: UTF8.self)), \
            "tiers": [{"from": "0", "price": {"amount": "\(price)", "currency": "USD"}}]}
            """
        }
        return """
            {"draft": {"validFrom": "\(day)", "assortment": [{"effect": "include", "selector": "everything"}], \
            "rules": [\(rules.joined(separator: ","))]}}
            """
    }

    private func signIn(_ email: String) async throws -> String {
        let body = "{\"email\": \"\(email)\", \"password\": \"\(LoadDemo.password)\"}"
        let answer = try await first.send("POST", "/v1/sessions", body: Array(body.utf8))
        guard let token = answer.json?["token"]?.text else { throw BenchFailure("\(email) cannot sign in: \(answer.status)") }
        return token
    }

    /// - Parameter before: the state that is changed.
    private func send(
        _ client: LoopbackClient, _ method: String, _ path: String, as token: String, _ body: String = "",
        following before: LoopbackAnswer? = nil
    ) async throws -> LoopbackAnswer {
        var headers = [("Authorization", "Bearer \(token)")]
        if let tag = before?.headers["etag"] { headers.append(("If-Match", tag)) }
        let answer = try await client.send(method, "/v1/accounts/\(account)" + path, headers: headers, body: Array(body.utf8))
        guard answer.status == 200 else {
            throw BenchFailure("\(method) \(path): \(answer.status) \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
        }
        return answer
    }
}
