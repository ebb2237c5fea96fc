import Kernel
import FoundationEssentials
import Web

/// What is written. pgbench needs its own ids, numbers and keys in the logged statements, so that each of its transactions writes anew.
struct BenchWrites {
    let run: BenchRun
    let people: BenchPeople
    let options: BenchOptions
    /// Approved quotes made orders in each benchmark.
    let orders: Int

    private struct ApprovedQuote: Sendable {
        let id: String
        let number: Int
        let version: Int
    }

    func callAsFunction(into table: inout BenchTable) async throws {
        try await quotes(into: &table)
        try await ordering(into: &table)
    }

    // MARK: A quote with five lines

    private func quotes(into table: inout BenchTable) async throws {
        // An account in use has quotes: for tables that are known to be empty PostgreSQL plans to read them from end to end, and does so
        // until it looks at them again.
        try await newQuotes(500, clients: 8)
        try await run.workspace.settle()
        let people = people
        for clients in options.clients {
            try await newQuotes(clients * 12, clients: clients)
            table.add(
                try await run.measure("quote with 5 lines", clients: clients, target: 2.5, until: .seconds(options.seconds)) { _ in
                    people.newQuote(key: World.live.newUUID().uuidString)
                }.cells)
        }
        let key = World.live.newUUID().uuidString
        let (log, answer) = try await logged(people.newQuote(key: key))
        let replacements =
            fresh(answer["id"]?.text ?? "", key: key) + [
                number(in: "INSERT INTO quotes", ":counter_last_number")
            ]
        for clients in options.clients {
            let script = log.script(preamble: ["\\set i :i + 1"], replacements: replacements, gathering: Self.counter)
            let variables = ["i": "0", "run": World.live.newUUID().uuidString.lowercased()]
            table.add(
                try await run.workspace.pgbench(
                    "quote", script: script, variables: variables, clients: clients, .seconds(options.seconds)
                ).cells)
        }
    }

    private func newQuotes(_ count: Int, clients: Int) async throws {
        let (supply, people) = (BenchSupply(0..<count), people)
        _ = try await BenchLoad(port: run.service.port)(clients: clients, until: nil) { _ in
            supply.next().map { _ in people.newQuote(key: World.live.newUUID().uuidString) }
        }
    }

    // MARK: An approved quote to an order

    private func ordering(into table: inout BenchTable) async throws {
        let rounds = options.clients.count
        // Those for pgbench are made last, so that their numbers have no gap.
        let perClient = options.clients.map { max(1, orders / $0) }
        let approved = try await approvedQuotes(
            rounds * (orders + 16 * 12) + 1 + zip(options.clients, perClient).reduce(0) { $0 + $1.0 * $1.1 })
        let supply = BenchSupply(approved)
        try await run.workspace.settle()
        for clients in options.clients {
            let warm = BenchSupply(try supply.take(min(clients, 16) * 12))
            _ = try await BenchLoad(port: run.service.port)(clients: clients, until: nil) { [self] _ in warm.next().map(order) }
            let quotes = BenchSupply(try supply.take(orders))
            table.add(
                try await run.measure("approved quote to an order", clients: clients, target: 2.5, until: nil) { [self] _ in
                    quotes.next().map(order)
                }.cells)
        }
        guard let quote = supply.next() else { throw BenchFailure("no approved quote is left") }
        let request = order(quote)
        let key = request.headers.first { $0.0 == "Idempotency-Key" }?.1 ?? ""
        let (log, answer) = try await logged(request)
        let replacements =
            fresh(answer["id"]?.text ?? "", key: key) + [
                .init { before, _, literal in before.hasSuffix(".number = ") && literal == "'\(quote.number)'" ? ":q" : nil },
                .init { _, _, literal in literal == "'\(quote.id)'" ? ":quote_id" : nil },
                number(in: "INSERT INTO orders", ":counter_last_number"),
            ]
        for (clients, count) in zip(options.clients, perClient) {
            let script = log.script(
                preamble: ["\\set i :i + 1", "\\set q :base + :client_id * \(count) + :i"], replacements: replacements,
                gathering: { $0.text.contains("FOR UPDATE OF q") ? "quote_" : Self.counter($0) })
            let own = try supply.take(clients * count)
            guard let base = own.first?.number, own.last?.number == base + own.count - 1 else { throw BenchFailure("a gap in the quotes") }
            let variables = ["i": "0", "run": World.live.newUUID().uuidString.lowercased(), "base": "\(base - 1)"]
            table.add(
                try await run.workspace.pgbench(
                    "order", script: script, variables: variables, clients: clients, .transactions(count)
                ).cells)
        }
    }

    @Sendable private func order(_ quote: ApprovedQuote) -> BenchRequest {
        people.post(
            "\(BenchPeople.account)/quotes/Q-\(quote.number)/order", key: World.live.newUUID().uuidString, version: quote.version,
            status: 201)
    }

    /// Made over HTTP as buyers make them, by several at once; in the order of their numbers.
    private func approvedQuotes(_ count: Int) async throws -> [ApprovedQuote] {
        let numbers = BenchSupply(0..<count)
        let (port, people) = (run.service.port, people)
        let quotes = try await withThrowingTaskGroup(of: [ApprovedQuote].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = LoopbackClient(port: port)
                    var quotes: [ApprovedQuote] = []
                    while numbers.next() != nil { quotes.append(try await Self.approvedQuote(client, people)) }
                    await client.close()
                    return quotes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return quotes.sorted { $0.number < $1.number }
    }

    private static func approvedQuote(_ client: LoopbackClient, _ people: BenchPeople) async throws -> ApprovedQuote {
        let new = people.newQuote(key: World.live.newUUID().uuidString)
        let created = try await client.send(new.method, new.path, headers: new.headers, body: Array(new.body.utf8)).json
        guard let number = created?["number"]?.text, case .integer(let version)? = created?["version"] else {
            throw BenchFailure("no quote was made: \(String(describing: created))")
        }
        let submit = people.post(
            "\(BenchPeople.account)/quotes/\(number)/submit", key: World.live.newUUID().uuidString, version: version, status: 200)
        let submitted = try await client.send(submit.method, submit.path, headers: submit.headers).json?["quote"]
        guard submitted?["state"]?.text == "approved", case .integer(let approved)? = submitted?["version"],
            let id = submitted?["id"]?.text, let digits = Int(number.filter(\.isNumber))
        else { throw BenchFailure("a quote was not approved at once: \(String(describing: submitted?["state"]))") }
        return ApprovedQuote(id: id, number: digits, version: approved)
    }

    // MARK: What pgbench does anew each time

    private func logged(_ request: BenchRequest) async throws -> (BenchStatementLog, JSONValue) {
        let client = LoopbackClient(port: run.service.port)
        // So that the statements logged are those of this request alone, and not of who the token belongs to.
        _ = try await client.send("GET", BenchPeople.account, headers: [("Authorization", "Bearer \(people.buyer)")])
        var answer: LoopbackAnswer?
        let log = try await run.workspace.statements {
            answer = try await client.send(request.method, request.path, headers: request.headers, body: Array(request.body.utf8))
        }
        await client.close()
        guard let answer, answer.status == request.status, let json = answer.json else { throw BenchFailure("no answer to log") }
        return (log.withoutAdmission, json)
    }

    private func fresh(_ id: String, key: String) -> [BenchStatementLog.Replacement] {
        let unique = "md5(:run::text || '-' || :client_id::text || '-' || :i::text)"
        return [
            .init { _, _, literal in literal == "'\(id)'" ? unique + "::uuid" : nil },
            .init { _, _, literal in literal == "'\(key)'" ? unique : nil },
        ]
    }

    /// A document's number is the third value of its row.
    private func number(in statement: String, _ variable: String) -> BenchStatementLog.Replacement {
        .init { before, number, _ in before.hasPrefix(statement + " ") && number == 3 ? variable : nil }
    }

    private static func counter(_ statement: BenchStatementLog.Statement) -> String? {
        statement.text.hasPrefix("INSERT INTO document_counters") ? "counter_" : nil
    }
}
