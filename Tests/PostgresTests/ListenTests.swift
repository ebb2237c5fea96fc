import Postgres
import Testing

@Suite struct ListenTests {
    @Test func `a listener hears what is notified, in order, and whether it may have missed something`() async throws {
        try await TestCluster.shared.withDatabase { database in
            var events = database.listen("news \"of\" the day").makeAsyncIterator()
            #expect(await events.next() == .listening)
            for payload in ["one", "two", "thr'ee"] {
                try await database.query(Query<Void>("SELECT pg_notify('news \"of\" the day', \(payload))"))
            }
            #expect(await events.next() == .notification(payload: "one"))
            #expect(await events.next() == .notification(payload: "two"))
            #expect(await events.next() == .notification(payload: "thr'ee"))
            let terminate: SQL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN \"news%'"
            try await database.query(Query<Void>(terminate))
            #expect(await events.next() == .listening)
            try await database.query(Query<Void>("SELECT pg_notify('news \"of\" the day', 'four')"))
            #expect(await events.next() == .notification(payload: "four"))
        }
    }

    @Test func `a notification of a transaction that is rolled back is never heard`() async throws {
        struct Undo: Error {}
        try await TestCluster.shared.withDatabase { database in
            var events = database.listen("rolled_back").makeAsyncIterator()
            #expect(await events.next() == .listening)
            try? await database.transaction { transaction in
                try await transaction.run(Query<Void>("SELECT pg_notify('rolled_back', 'no')"))
                throw Undo()
            }
            try await database.transaction { $0.enqueue(Query<Void>("SELECT pg_notify('rolled_back', 'yes')")) }
            #expect(await events.next() == .notification(payload: "yes"))
        }
    }

    @Test func `a reader that falls behind is told that something is missing`() async throws {
        try await TestCluster.shared.withDatabase { database in
            var events = database.listen("flood").makeAsyncIterator()
            #expect(await events.next() == .listening)
            try await database.query(Query<Void>("SELECT pg_notify('flood', n::text) FROM generate_series(1, 3000) AS n"))
            try await database.query(Query<Void>("SELECT pg_notify('flood', 'last')"))
            var isTold = false
            while let event = await events.next(), event != .notification(payload: "last") { isTold = isTold || event == .listening }
            #expect(isTold)
        }
    }

    @Test func `shutting down ends the sequence`() async throws {
        let events = try await TestCluster.shared.withDatabase { database in
            let events = database.listen("ends")
            _ = try await database.query(Query<Void>("SELECT 1"))
            return events
        }
        var count = 0
        for await _ in events { count += 1 }
        #expect(count <= 1)
    }
}
