import ArgumentParser
import Postgres
import Server
import Web

struct BenchOrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation", abstract: "Lists and questions of scope in an account of 2,000 units and 20,000 members.")

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let options = options
        try await BenchWorkspace.open(in: options.dataDirectory, home: options.home) { workspace in
            if try await !workspace.owner.query(BenchOrganisationQueries.isThere) {
                for query in BenchOrganisationQueries.seed(passwordOf: DemoPeople.buyer) { try await workspace.owner.query(query) }
            }
            try await workspace.settle()
            let (unit, member, division) = (
                try await workspace.owner.query(BenchOrganisationQueries.deepUnit),
                try await workspace.owner.query(BenchOrganisationQueries.deepMember),
                try await workspace.owner.query(BenchOrganisationQueries.divisionID)
            )
            let questions = BenchQuestions(
                deepUnit: try Cursor.text(unit), deepMember: try Cursor.text(member), division: division, options: options)
            var table = BenchTable(BenchResult.header)
            try await questions.askCold(workspace, into: &table)
            try await BenchService.run(
                ["serve", "--port", "0"], environment: workspace.environment, directory: workspace.directory
            ) { service in
                try await questions.askWarm(BenchRun(service: service, workspace: workspace), into: &table)
            }
            print(table.text)
        }
    }
}

/// What people of a large organisation ask, each by whom the question is hardest for.
private struct BenchQuestions {
    let deepUnit: String
    let deepMember: String
    let division: String
    let options: BenchOptions

    private static let account = "/v1/accounts/\(BenchOrganisationQueries.account)"

    private enum Asker: String, CaseIterable {
        /// Of the whole account.
        case admin = "p1@bench.example"
        /// Of one sixth of its units.
        case approver = "p2@bench.example"
        /// Of what is their own.
        case buyer = "p3@bench.example"
    }

    private var questions: [(name: String, path: String, by: Asker)] {
        let account = Self.account
        return [
            ("the account, admission alone", account, .approver),
            ("units", account + "/units", .admin),
            ("units of a sixth", account + "/units", .approver),
            ("units by a part of the name", account + "/units?q=199", .admin),
            ("units, far in the list", account + "/units?cursor=\(deepUnit)", .admin),
            ("members", account + "/members", .admin),
            ("members of a sixth", account + "/members", .approver),
            ("members of a sixth, far in the list", account + "/members?cursor=\(deepMember)", .approver),
            ("members of a unit and below", account + "/members?unit=\(division)", .admin),
            ("members by a part of the name", account + "/members?q=person%2019999", .admin),
            ("quotes of a sixth", account + "/quotes", .approver),
            ("orders of a sixth", account + "/orders", .approver),
            ("quotes of one's own", account + "/quotes", .buyer),
            ("me", "/v1/me", .approver),
        ]
    }

    func askWarm(_ run: BenchRun, into table: inout BenchTable) async throws {
        let tokens = try await signIn(port: run.service.port)
        for question in questions {
            guard let token = tokens[question.by] else { continue }
            try await run.compare(question.name, Self.get(question.path, token), target: nil, options, into: &table)
        }
    }

    /// The first request in the account of a service that has just begun: it reads the whole tree.
    func askCold(_ workspace: BenchWorkspace, into table: inout BenchTable) async throws {
        var nanoseconds: [Int64] = []
        for _ in 0..<5 {
            try await BenchService.run(
                ["serve", "--port", "0"], environment: workspace.environment, directory: workspace.directory
            ) { service in
                guard let token = try await signIn(port: service.port)[.approver] else { return }
                // Only what everybody's first request pays is left out: connections to the database.
                let client = LoopbackClient(port: service.port)
                _ = try await client.send("GET", "/health/ready")
                let start = ContinuousClock.now
                let answer = try await client.send("GET", Self.account, headers: [("Authorization", "Bearer \(token)")])
                nanoseconds.append(Int64((ContinuousClock.now - start).inSeconds * 1e9))
                await client.close()
                guard answer.status == 200 else { throw BenchFailure("the account: \(answer.status)") }
            }
        }
        let statistics = BenchStatistics(nanoseconds: nanoseconds)
        table.add(["the account, nothing remembered", "1", "", statistics.percentile(50).text(2), statistics.percentile(95).text(2)])
    }

    private func signIn(port: Int) async throws -> [Asker: String] {
        let client = LoopbackClient(port: port)
        var tokens: [Asker: String] = [:]
        for asker in Asker.allCases {
            let body = "{\"email\": \"\(asker.rawValue)\", \"password\": \"\(LoadDemo.password)\"}"
            let answer = try await client.send("POST", "/v1/sessions", body: Array(body.utf8))
            guard let token = answer.json?["token"]?.text else { throw BenchFailure("\(asker.rawValue) cannot sign in: \(answer.status)") }
            tokens[asker] = token
        }
        await client.close()
        return tokens
    }

    private static func get(_ path: String, _ token: String) -> BenchRequest {
        BenchRequest(path: path, headers: [("Authorization", "Bearer \(token)")], status: 200)
    }
}
