import FoundationEssentials
import Kernel
import Ledger
import Orders
import Postgres
import PurveyorTesting
import Synchronization
import Testing
import Web

/// The promise of product.md rule 21 and of the ledger (rules 16 to 18) under the worst that happens to processes.
@Suite struct KillTests {
    private static let kills = 50
    private static let clients = 4

    @Test(.endsSometime) func whateverWasAcknowledgedIsThereOnceHoweverOftenServiceAndDatabaseAreKilled() async throws {
        // KILL_SEED=… does the same once more, as far as the machine lets it.
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...9999)
        print("KillTests: seed \(seed)")
        try await ServiceYard.lend { yard in
            // Four buyers at once are two people, who ask for more than two people may.
            let service = RunningService(
                in: yard, environment: ["LOG_LEVEL": "warning", "HTTP_REQUESTS_PER_SECOND": "100000"])
            let cast = try await Staging.cast(for: service)
            try await service.start()
            let end = End()
            let buyers = try await withThrowingTaskGroup(of: KilledBuyer?.self) { group in
                for number in 1...Self.clients {
                    group.addTask {
                        var buyer = KilledBuyer(number, of: cast, at: service, seed: seed)
                        repeat { try await buyer.buy() } while !end.isThere.withLock { $0 }
                        return buyer
                    }
                }
                group.addTask {
                    defer { end.isThere.withLock { $0 = true } }
                    var strikes = Strikes(seed: seed)
                    try await strikes.fall(on: service, count: Self.kills)
                    print("KillTests: \(strikes.counts)")
                    return nil
                }
                return try await group.reduce(into: [KilledBuyer]()) { if let buyer = $1 { $0.append(buyer) } }
            }
            #expect(await service.isReady())
            print("KillTests: \(buyers.map(\.client.tally).reduce(.init(), +))")
            try await everyKeyStillHasItsAnswer(buyers)
            try await everythingIsThereOnce(buyers, cast, service)
            try await everyLedgerProves(service)
            try await theFeedIsComplete(service, cast)
            for buyer in buyers { await buyer.client.close() }
            #expect(await service.stop() == 0, "\(service.process?.output ?? "")")
            #expect(service.serverProcesses.isEmpty)
        }
    }

    private func everyKeyStillHasItsAnswer(_ buyers: [KilledBuyer]) async throws {
        for buyer in buyers {
            var client = buyer.client
            for write in buyer.client.acknowledged {
                let answer = try await client.replay(write)
                #expect(answer.headers["idempotency-replayed"] == "true")
                #expect(answer.body == write.answer, "\(write.path)")
            }
            await client.close()
        }
    }

    private func everythingIsThereOnce(_ buyers: [KilledBuyer], _ cast: Cast, _ service: RunningService) async throws {
        try await Staging.withDatabase(service.ownerConnectionString) { (owner: Database) async throws in
            func texts(_ sql: SQL) async throws -> [String] { try await owner.query(.all(sql) { try $0.next(String.self) }) }
            let quotes = buyers.flatMap(\.quotes)
            let orders = buyers.flatMap(\.orders)
            #expect(quotes.count > KillTests.kills / 2, "too little happened for this test to say anything")
            #expect(orders.count > 5)
            #expect(try await texts("SELECT id::text FROM quotes ORDER BY id") == quotes.sorted())
            #expect(try await texts("SELECT id::text FROM orders ORDER BY id") == orders.sorted())
            let repeated: SQL = "SELECT quote_id::text FROM orders GROUP BY quote_id HAVING count(*) > 1"
            #expect(try await texts(repeated) == [])
            // Numbers are given in the transaction that uses them: none is missing.
            #expect(try await texts("SELECT max(number)::text FROM orders") == ["\(orders.count)"])
            #expect(try await texts("SELECT max(number)::text FROM quotes") == ["\(quotes.count)"])
            #expect(try await texts("SELECT count(*)::text FROM events WHERE kind = 'orderPlaced'") == ["\(orders.count)"])
            #expect(
                try await texts("SELECT concat_ws(' ', sum(order_count), sum(ordered)) FROM purchase_totals")
                    == texts("SELECT concat_ws(' ', count(*), sum(total)) FROM orders"))
            let lines: SQL = """
                SELECT o.id::text FROM orders AS o
                WHERE (SELECT sum(l.line_total) FROM order_lines AS l WHERE l.account_id = o.account_id AND l.order_id = o.id) <> o.total
                """
            #expect(try await texts(lines) == [])
        }
    }

    private func everyLedgerProves(_ service: RunningService) async throws {
        try await Staging.withDatabase(service.ownerConnectionString) { (owner: Database) async throws in
            let accounts = try await owner.query(.all("SELECT id FROM accounts") { try $0.next(UUID.self) })
            #expect(accounts.count == 2)
            for account in accounts {
                let events = try await owner.query(LedgerQueries.page(of: account, after: 0, limit: 1_000_000))
                let head = try #require(try await owner.query(LedgerQueries.head(of: account)))
                #expect(throws: Never.self) { try LedgerProof.check(events, upTo: head) }
            }
        }
    }

    /// Reading it numbers what waits; read to the end it has every event of every account, each account's in its order.
    private func theFeedIsComplete(_ service: RunningService, _ cast: Cast) async throws {
        var position = 0
        var last: [String: Int] = [:]
        while true {
            let page = try await service.ask("GET", "/v1/feed?after=\(position)&limit=200", as: cast.fay.token)
            let items = try #require(page.json?["items"]?.items)
            if items.isEmpty { break }
            for item in items {
                position += 1
                #expect(item["position"] == .integer(position))
                let account = try #require(item["source"]?.text)
                last[account, default: 0] += 1
                #expect(item["sequence"] == .integer(last[account, default: 0]))
            }
        }
        try await Staging.withDatabase(service.ownerConnectionString) { (owner: Database) async throws in
            let (events, waiting) = try await owner.read(
                [], Query.one("SELECT count(*) FROM events") { try $0.next(Int.self) },
                Query.one("SELECT count(*) FROM feed_queue") { try $0.next(Int.self) })
            #expect(position == events)
            #expect(waiting == 0)
        }
    }
}

/// Whether the last strike has fallen; buyers stop then.
private final class End: Sendable {
    let isThere = Mutex(false)
}
