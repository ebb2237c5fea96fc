import Accounts
import Foundation
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Synchronization
import Testing

/// Rule 18: a reader that remembers a position never misses or reorders an event, whatever is being written at the same time.
@Suite(.database) struct FeedTests {
    @Test func `readers beside many writers see every event once, each account's in its order, and the same again later`() async throws {
        let app = try await TestApp.open()
        let accounts = [app.cast.acme.id.uuid, app.cast.rival.id.uuid]
        let writing = Countdown(accounts.count * 12)
        let database = TestDatabase.current.service
        let fay = AccountScope(person: app.cast.fay.person.id.uuid)
        let read = ReadFeed(database: database)

        let seen: [[FeedEntry]] = try await withThrowingTaskGroup(of: [FeedEntry].self) { group in
            for account in accounts {
                for writer in 0..<12 {
                    group.addTask {
                        defer { writing.step() }
                        for turn in 0..<8 {
                            try await database.transaction(AccountScope(account: account).settings) { transaction in
                                let drafts = try (0...turn % 3).map { _ in
                                    try EventDraft("thingDone", "thing", ID<Self>(app.world.newUUID()), ["writer": writer, "turn": turn])
                                }
                                transaction.record(drafts, in: account, by: .system, world: app.world)
                            }
                        }
                        return []
                    }
                }
            }
            for limit in [3, 50] {
                group.addTask {
                    var (entries, isLast): ([FeedEntry], Bool) = ([], false)
                    while true {
                        // Looked at before reading: a page read after the last writer's end that is empty is the end.
                        isLast = writing.isOver
                        let page = try await read(after: entries.last?.position ?? 0, limit: limit, as: fay)
                        if isLast, page.isEmpty { return entries }
                        entries += page
                    }
                }
            }
            return try await group.reduce(into: [[FeedEntry]]()) { all, entries in if !entries.isEmpty { all.append(entries) } }
        }

        let all = try await TestDatabase.current.owner.query(Query<Int>.one("SELECT count(*) FROM events") { try $0.next(Int.self) })
        let again = try await read(after: 0, limit: 100_000, as: fay)
        #expect(again.count == all)
        #expect(again.map(\.position) == again.map(\.position).sorted() && Set(again.map(\.position)).count == all)
        #expect(seen.count == 2)
        for entries in seen { #expect(entries == again) }
        for account in accounts {
            let sequences = again.map(\.event).filter { $0.account == account }.map(\.sequence)
            #expect(sequences == Array(1...sequences.count))
        }
    }

    @Test func `whoever does not read the feed gets nothing of it and moves nothing in it`() async throws {
        let app = try await TestApp.open()
        let read = ReadFeed(database: TestDatabase.current.service)
        for scope in [
            AccountScope(account: app.cast.acme.id, person: app.cast.ana.person.id), AccountScope(person: app.cast.rita.person.id.uuid),
            .none,
        ] {
            #expect(try await read(after: 0, limit: 10, as: scope).isEmpty)
        }
        let all = try await TestDatabase.current.owner.query(Query<Int>.one("SELECT count(*) FROM events") { try $0.next(Int.self) })
        #expect(try await read(after: 0, limit: 1000, as: AccountScope(person: app.cast.fay.person.id.uuid)).count == all)
    }
}

private final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    func step() { left.withLock { $0 -= 1 } }
    var isOver: Bool { left.withLock { $0 == 0 } }
}
