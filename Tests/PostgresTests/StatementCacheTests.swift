@testable import Postgres
import Testing

@Suite struct StatementCacheTests {
    @Test func `the least recently used statement makes room`() {
        var cache = StatementCache(limit: 2)
        #expect(cache.lookup("a") == .new(name: "s1"))
        #expect(cache.lookup("b") == .new(name: "s2"))
        #expect(cache.lookup("a") == .prepared(name: "s1"))
        #expect(cache.lookup("c") == .new(name: "s3"))
        #expect(cache.retired == ["s2"])
        #expect(cache.lookup("a") == .prepared(name: "s1"))
        #expect(cache.lookup("b") == .new(name: "s4"))
        #expect(cache.retired == ["s2", "s3"])
        cache.deallocated(name: "s2")
        #expect(cache.retired == ["s3"])
        #expect(cache.count == 2)
    }

    @Test func `values do not matter and types do`() {
        var cache = StatementCache(limit: 9)
        #expect(cache.lookup("SELECT \(1)") == .new(name: "s1"))
        #expect(cache.lookup("SELECT \(2)") == .prepared(name: "s1"))
        #expect(cache.lookup("SELECT \("2")") == .new(name: "s2"))
    }

    @Test func `what was not prepared is forgotten, what is stale is to be deallocated`() {
        var cache = StatementCache(limit: 9)
        _ = cache.lookup("a")
        cache.forget(name: "s1")
        #expect(cache.retired.isEmpty)
        #expect(cache.lookup("a") == .new(name: "s2"))
        cache.retire(name: "s2")
        #expect(cache.retired == ["s2"])
    }

    @Test func `a connection keeps no more statements than it may, on the server either`() async throws {
        try await TestCluster.shared.withDatabase({
            $0.poolSize = 1
            $0.maxStatementsPerConnection = 4
        }) { database in
            for n in 0..<20 {
                let sql = SQL(stringLiteral: "SELECT \(n)")
                #expect(try await database.query(.one(sql) { try $0.next(Int.self) }) == n)
            }
            let kept = try await database.query(.one("SELECT count(*) FROM pg_prepared_statements") { try $0.next(Int.self) })
            #expect(kept <= 5)
        }
    }

    @Test func `a statement that a change of the schema made stale is prepared anew`() async throws {
        try await TestCluster.shared.withDatabase({ $0.poolSize = 1 }) { database in
            try await database.query(Query<Void>("CREATE TABLE stale (a int8)"))
            try await database.query(Query<Void>("INSERT INTO stale VALUES (1)"))
            let all = Query<Int>.one("SELECT * FROM stale") { try $0.next(Int.self) }
            #expect(try await database.query(all) == 1)
            try await database.query(Query<Void>("ALTER TABLE stale ADD b int8"))
            #expect(try await database.query(all) == 1)
            try await database.query(Query<Void>("ALTER TABLE stale ADD c int8"))
            #expect(try await database.read([], all) == 1)
            try await database.query(Query<Void>("ALTER TABLE stale ADD d int8"))
            #expect(try await database.transaction { try await $0.run(all) } == 1)
        }
    }
}
