import ArgumentParser
import FoundationEssentials
import Server
import Web

struct BenchMainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "main", abstract: "The main path: prices, catalog, quotes, orders and the account view, in an account with a past.")

    @OptionGroup var options: BenchOptions

    @Option(help: "How many orders each benchmark of ordering places.")
    var orders = 480

    func run() async throws {
        let (options, orders) = (options, orders)
        try await BenchWorkspace.open(in: options.dataDirectory, home: options.home) { workspace in
            try await BenchService.run(
                ["serve", "--port", "0"], environment: workspace.environment, directory: workspace.directory
            ) { service in
                let people = try await BenchPeople.signedIn(port: service.port)
                var table = BenchTable(BenchResult.header)
                let run = BenchRun(service: service, workspace: workspace)
                try await BenchReads(run: run, people: people, options: options)(into: &table)
                try await BenchWrites(run: run, people: people, options: options, orders: orders)(into: &table)
                print(table.text)
            }
        }
    }
}

/// Who the requests come from, and where they go.
struct BenchPeople: Sendable {
    let buyer: String
    let rep: String
    /// In the buyer's catalog, with a price.
    let skus: [String]

    static let account = "/v1/accounts/\(LoadDemo.account)"
    static let view = "/v1/crm/accounts/\(LoadDemo.account)/view"

    static func signedIn(port: Int) async throws -> BenchPeople {
        let client = LoopbackClient(port: port)
        func signIn(_ email: String) async throws -> String {
            let body = "{\"email\": \"\(email)\", \"password\": \"\(LoadDemo.password)\"}"
            let answer = try await client.send("POST", "/v1/sessions", body: Array(body.utf8))
            guard let token = answer.json?["token"]?.text else { throw BenchFailure("\(email) cannot sign in: \(answer.status)") }
            return token
        }
        let (buyer, rep) = (try await signIn(DemoPeople.buyer), try await signIn(DemoPeople.rep))
        let catalog = try await client.send("GET", account + "/catalog?limit=20", headers: [("Authorization", "Bearer \(buyer)")])
        let skus = (catalog.json?["items"]?.items ?? []).filter { $0["price"] != nil }.compactMap { $0["sku"]?.text }
        guard skus.count >= 5 else { throw BenchFailure("the catalog has no five products with a price") }
        await client.close()
        return BenchPeople(buyer: buyer, rep: rep, skus: Array(skus.prefix(5)))
    }

    func get(_ path: String, as token: String) -> BenchRequest {
        BenchRequest(path: path, headers: [("Authorization", "Bearer \(token)")], status: 200)
    }

    func post(_ path: String, key: String, version: Int? = nil, body: String = "", status: Int) -> BenchRequest {
        var headers = [("Authorization", "Bearer \(buyer)"), ("Idempotency-Key", key)]
        if let version { headers.append(("If-Match", "\"v\(version)\"")) }
        return BenchRequest(method: "POST", path: path, headers: headers, body: body, status: status)
    }

    /// A quote with five lines, small enough to need nobody's approval.
    func newQuote(key: String) -> BenchRequest {
        let lines = skus.map { "{\"sku\": \"\($0)\", \"quantity\": \"1\"}" }.joined(separator: ", ")
        return post(Self.account + "/quotes", key: key, body: "{\"name\": \"Restock\", \"lines\": [\(lines)]}", status: 201)
    }
}

/// What is only read: the script for pgbench is the statements of one request, as they were logged.
struct BenchReads {
    let run: BenchRun
    let people: BenchPeople
    let options: BenchOptions

    func callAsFunction(into table: inout BenchTable) async throws {
        try await run.workspace.settle()
        let account = BenchPeople.account
        let benchmarks: [(name: String, request: BenchRequest, target: Double)] = [
            ("contract price", people.get(account + "/catalog/\(people.skus[0])/price?quantity=10", as: people.buyer), 0.25),
            ("page of 20 with prices", people.get(account + "/catalog?limit=20", as: people.buyer), 0.9),
            ("last 50 orders", people.get(account + "/orders?limit=50", as: people.buyer), 0.6),
            ("account view", people.get(BenchPeople.view, as: people.rep), 2),
        ]
        for benchmark in benchmarks {
            try await run.compare(benchmark.name, benchmark.request, target: benchmark.target, options, into: &table)
        }
    }
}

extension BenchStatementLog {
    /// Who a token belongs to is remembered for a while, so under load hardly any request asks: the request's own transaction is the last.
    var withoutAdmission: BenchStatementLog {
        let begin = statements.lastIndex { $0.text.hasPrefix("BEGIN") } ?? statements.startIndex
        return BenchStatementLog(statements: Array(statements[begin...]))
    }
}
