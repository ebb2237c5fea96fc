import Kernel
import Postgres
import Server
import Web

/// Buyers of several accounts, each with the prices of their own contract, who read the catalog one after the other.
struct BenchCatalogReaders {
    private let service: BenchService
    private let workspace: BenchWorkspace
    private let client: LoopbackClient
    /// By account.
    private let tokens: [String]

    init(service: BenchService, workspace: BenchWorkspace) async throws {
        self.service = service
        self.workspace = workspace
        client = LoopbackClient(port: service.port)
        var tokens: [String] = []
        for number in 1...BenchCatalogCommand.readers {
            let body = "{\"email\": \"c\(number)@bench.example\", \"password\": \"\(LoadDemo.password)\"}"
            let answer = try await client.send("POST", "/v1/sessions", body: Array(body.utf8))
            guard let token = answer.json?["token"]?.text else { throw BenchFailure("reader \(number) cannot sign in: \(answer.status)") }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    func read(_ options: BenchOptions, _ table: inout BenchTable) async throws {
        let first = ContinuousClock.now
        _ = try await page(0, "limit=1")
        let took = Int64((ContinuousClock.now - first).inSeconds * 1e9)
        table.add("first page of an instance, which has read the catalog", BenchStatistics(nanoseconds: [took]), target: nil)
        let pages: [(name: String, query: String, target: Double)] = [
            ("50 of a category, all facets", "limit=50&facets=all&category=43211902", 15),
            ("50 of a search, all facets", "limit=50&facets=all&q=samsung%20ssd", 15),
            ("50 of a word that a quarter has, all facets", "limit=50&facets=all&q=gb", 15),
            ("50 of a word that all have, all facets", "limit=50&facets=all&q=category", 60),
            ("50 of a category by price, from 100 to 300", "limit=50&sort=price&category=43211902&minPrice=100&maxPrice=300", 15),
            ("50 of everything, all facets", "limit=50&facets=all", 60),
            ("50 of everything by price, all facets", "limit=50&facets=all&sort=price", 60),
        ]
        for page in pages {
            for reader in tokens.indices { _ = try await self.page(reader, page.query) }
            var nanoseconds: [Int64] = []
            for round in 0..<max(100, options.seconds * 25) {
                let start = ContinuousClock.now
                _ = try await self.page(round % tokens.count, page.query)
                nanoseconds.append(Int64((ContinuousClock.now - start).inSeconds * 1e9))
            }
            table.add(page.name, BenchStatistics(nanoseconds: nanoseconds), target: page.target)
        }
    }

    /// The first page after somebody has changed a price: the instance takes it over within the request.
    func change(_ table: inout BenchTable) async throws {
        var nanoseconds: [Int64] = []
        for round in 0..<20 {
            try await workspace.owner.query(BenchCatalogQueries.changePrice(round))
            let start = ContinuousClock.now
            _ = try await page(round % tokens.count, "limit=50&category=43211902")
            nanoseconds.append(Int64((ContinuousClock.now - start).inSeconds * 1e9))
        }
        table.add("page after one product changed", BenchStatistics(nanoseconds: nanoseconds), target: nil)
    }

    private func page(_ reader: Int, _ query: String) async throws -> LoopbackAnswer { try await get(reader, "/catalog?" + query) }

    private func get(_ reader: Int, _ path: String) async throws -> LoopbackAnswer {
        let account = BenchCatalogQueries.account(reader + 1)
        let answer = try await client.send(
            "GET", "/v1/accounts/\(account)" + path, headers: [("Authorization", "Bearer \(tokens[reader])")])
        guard answer.status == 200 else { throw BenchFailure("\(path): \(answer.status)") }
        return answer
    }
}
