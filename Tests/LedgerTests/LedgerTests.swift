import Accounts
import Foundation
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing

private struct Undone: Error {}

/// Rules 16 and 17: numbered without a gap, chained, and written in no other way.
@Suite(.database) struct LedgerTests {
    private var database: TestDatabase { .current }

    private func record(_ count: Int, in account: UUID, _ world: World, undo: Bool = false) async throws {
        try await database.service.transaction(AccountScope(account: account).settings) { transaction in
            for index in 0..<count {
                transaction.record(
                    try EventDraft("thingDone", "thing", ID<Self>(world.newUUID()), ["index": index]), in: account, by: .system,
                    world: world)
            }
            if undo { throw Undone() }
        }
    }

    private func ledger(_ account: UUID) async throws -> (events: [Event], head: LedgerProof.Head?) {
        try await database.service.read(
            AccountScope(account: account).settings, LedgerQueries.page(of: account, after: 0, limit: 100_000),
            LedgerQueries.head(of: account))
    }

    @Test func `fifty writers at once leave no gap, no repeat and an unbroken chain`() async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id.uuid
        let before = try await ledger(acme).events.count
        let outcomes = await race(
            (0..<50).map { index in { try await record(index % 3 + 1, in: acme, app.world, undo: index.isMultiple(of: 10)) } })
        #expect(outcomes.successes == 45)
        let (events, head) = try await ledger(acme)
        #expect(events.count == before + (0..<50).filter { !$0.isMultiple(of: 10) }.reduce(0) { $0 + $1 % 3 + 1 })
        #expect(events.map(\.sequence) == Array(1...events.count))
        #expect(throws: Never.self) { try LedgerProof.check(events, upTo: head) }
    }

    @Test(arguments: [
        "UPDATE events SET kind = 'other' WHERE sequence = 3", "UPDATE events SET subject_kind = 'other' WHERE sequence = 3",
        "UPDATE events SET subject_id = gen_random_uuid() WHERE sequence = 3",
        "UPDATE events SET id = gen_random_uuid() WHERE sequence = 3",
        "UPDATE events SET actor_id = (SELECT id FROM persons LIMIT 1) WHERE sequence = 3",
        "UPDATE events SET on_behalf_of = gen_random_uuid() WHERE sequence = 3",
        "UPDATE events SET at = at + interval '1 microsecond' WHERE sequence = 3",
        "UPDATE events SET data = (data::text || ' ')::json WHERE sequence = 3",
        "UPDATE events SET hash = sha256(hash) WHERE sequence = 3", "UPDATE events SET previous_hash = sha256(hash) WHERE sequence = 3",
        "DELETE FROM events WHERE sequence = 1", "DELETE FROM events WHERE sequence = 3",
        "DELETE FROM events WHERE sequence = (SELECT max(sequence) FROM events)",
        "UPDATE events SET sequence = 9999 WHERE sequence = (SELECT max(sequence) FROM events)",
        "DELETE FROM events",
    ])
    func `whatever is tampered with past the service, the proof finds it`(_ tampering: String) async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id.uuid
        try await database.owner.query(Query<Void>("DELETE FROM events WHERE account_id <> \(acme)"))
        let (whole, head) = try await ledger(acme)
        #expect(throws: Never.self) { try LedgerProof.check(whole, upTo: head) }
        #expect(whole.count > 3)
        try await database.owner.query(Query<Void>(SQL(stringLiteral: tampering)))
        let (events, _) = try await ledger(acme)
        #expect(throws: LedgerProof.Break.self) { try LedgerProof.check(events, upTo: head) }
    }

    @Test(arguments: [
        "INSERT INTO events SELECT * FROM events LIMIT 1", "UPDATE events SET kind = 'other'", "DELETE FROM events",
        "UPDATE ledger_heads SET sequence = 0", "DELETE FROM ledger_heads", "INSERT INTO ledger_heads SELECT * FROM ledger_heads",
        "INSERT INTO feed_queue SELECT account_id, sequence + 1000 FROM events", "UPDATE feed SET position = position + 1",
        "DELETE FROM feed", "INSERT INTO feed SELECT 1, account_id, sequence FROM events LIMIT 1", "TRUNCATE events",
    ])
    func `the service itself can only append`(_ statement: String) async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id.uuid
        let error = try await #require(throws: PostgresError.self) {
            try await database.service.transaction(AccountScope(account: acme).settings) { transaction in
                try await transaction.run(Query<Void>(SQL(stringLiteral: statement)))
            }
        }
        #expect(error.sqlState == "42501")
    }

    @Test func `nobody takes an event out of the queue but a reader of the feed`() async throws {
        let app = try await TestApp.open()
        let count = Query<Int>.one("SELECT count(*) FROM feed_queue") { try $0.next(Int.self) }
        let before = try await database.owner.query(count)
        try await database.service.transaction(AccountScope(account: app.cast.acme.id, person: app.cast.ana.person.id).settings) {
            try await $0.run(Query<Void>("DELETE FROM feed_queue"))
        }
        #expect(try await database.owner.query(count) == before)
        #expect(before > 0)
    }

    @Test func `events are appended to the transaction's account and to no other, nor without one`() async throws {
        let app = try await TestApp.open()
        let (acme, rival) = (app.cast.acme.id.uuid, app.cast.rival.id.uuid)
        let draft = try EventDraft("thingDone", "thing", ID<Self>(app.world.newUUID()), ["a": 1])
        for scope in [AccountScope(account: acme), .none, AccountScope(person: app.cast.ravi.person.id.uuid)] {
            let error = try await #require(throws: PostgresError.self) {
                try await database.service.transaction(scope.settings) { $0.record(draft, in: rival, by: .system, world: app.world) }
            }
            #expect(error.sqlState == "42501")
        }
    }

    @Test func `the timeline is the ledger from its end, narrowed`() async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id.uuid
        let events = try await ledger(acme).events
        let settings = AccountScope(account: acme).settings
        func timeline(_ before: Int?, _ kinds: [String]?, _ subject: UUID?) async throws -> [Int] {
            try await database.service.read(
                settings, LedgerQueries.timeline(of: acme, before: before, kinds: kinds, subject: subject, limit: 1000)
            ).map(\.sequence)
        }
        #expect(try await timeline(nil, nil, nil) == events.map(\.sequence).reversed())
        #expect(try await timeline(3, nil, nil) == [2, 1])
        #expect(try await timeline(nil, ["unitAdded"], nil) == events.filter { $0.kind == "unitAdded" }.map(\.sequence).reversed())
        #expect(
            try await timeline(nil, nil, events[1].subject) == events.filter { $0.subject == events[1].subject }.map(\.sequence).reversed())
    }
}
