import FoundationEssentials
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Persistence
import Postgres
import PurveyorTesting
import Synchronization
import Testing
@testable import Web

/// Product.md rule 21: a request that is sent again with its key happens once.
@Suite(.database) struct WriteTests {
    private let world = World.live
    private let account = UUID.version7(at: Instant(microseconds: 0), random: (1, 1))
    private let ana = UUID.version7(at: Instant(microseconds: 0), random: (2, 2))
    private var scope: AccountScope { AccountScope(account: account, person: ana) }
    private var database: Database { TestDatabase.current.service }

    /// An account to hang keys on, and a table that counts what was done.
    private func prepare() async throws {
        let owner = TestDatabase.current.owner
        _ = try await owner.query(Query<Void>("CREATE TABLE done (id serial, what text NOT NULL)"))
        _ = try await owner.query(Query<Void>("GRANT INSERT, SELECT ON done TO purveyor_service"))
        _ = try await owner.query(Query<Void>("GRANT USAGE ON SEQUENCE done_id_seq TO purveyor_service"))
        try await owner.transaction(scope.settings) { transaction in
            _ = try await transaction.run(
                Query<Void>(
                    """
                    INSERT INTO accounts (id, name, time_zone, currency, created_at)
                    VALUES (\(account), 'Acme', 'UTC', 'USD', \(Instant(microseconds: 0)))
                    """))
        }
    }

    private var done: Int {
        get async throws {
            try await TestDatabase.current.owner.query(Query<Int>.one("SELECT count(*) FROM done") { try $0.next() })
        }
    }

    private func request(key: String?, body: String = #"{"a":1}"#, target: String = "/things", ifMatch: String? = nil) -> ReceivedRequest {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.idempotencyKey] = key
        headers[.ifMatch] = ifMatch
        return ReceivedRequest(method: .post, target: target, headers: headers, body: ByteBuffer(string: body))
    }

    @discardableResult
    private func write(
        _ request: ReceivedRequest, as scope: AccountScope? = nil, meanwhile: () async throws -> Void = {}
    ) async throws -> JSONResponse {
        try await database.write(request, as: scope ?? self.scope, in: world) { transaction -> Int in
            let id = try await transaction.run(Query<Int>.one("INSERT INTO done (what) VALUES ('x') RETURNING id") { try $0.next() })
            try await meanwhile()
            return id
        } represent: { id in
            try .created(["id": id], at: "/things/\(id)", version: 1)
        }
    }

    @Test func `the same key and request give the same answer, and it happens once`() async throws {
        try await prepare()
        let first = try await write(request(key: "k-1"))
        var second = try await write(request(key: "k-1"))
        #expect(second.headers[.idempotencyReplayed] == "true")
        #expect(first.headers[.idempotencyReplayed] == nil)
        second.headers[.idempotencyReplayed] = nil
        #expect(second.status == first.status && second.body == first.body)
        for name in [HTTPField.Name.location, .eTag, .contentType] { #expect(second.headers[name] == first.headers[name]) }
        #expect(try await done == 1)
    }

    @Test func `without a key, and with another, it happens again`() async throws {
        try await prepare()
        for key in [nil, nil, "a", "b"] { try await write(request(key: key)) }
        #expect(try await done == 4)
    }

    @Test func `the same key for anything else is refused`() async throws {
        try await prepare()
        try await write(request(key: "k"))
        for other in [request(key: "k", body: #"{"a":2}"#), request(key: "k", target: "/others"), request(key: "k", ifMatch: "\"v1\"")] {
            await #expect(throws: WebRefusal.idempotencyKeyReused) { try await write(other) }
        }
        #expect(try await done == 1)
    }

    @Test func `another person's key is another key`() async throws {
        try await prepare()
        let ben = UUID.version7(at: Instant(microseconds: 0), random: (3, 3))
        try await write(request(key: "k"))
        #expect(try await write(request(key: "k"), as: AccountScope(account: account, person: ben)).headers[.idempotencyReplayed] == nil)
        #expect(try await done == 2)
    }

    @Test func `while the first is still being worked on the second is told so`() async throws {
        try await prepare()
        try await write(request(key: "k")) {
            await #expect(throws: WebRefusal.requestInProgress) { try await write(request(key: "k")) }
        }
        #expect(try await done == 1)
        #expect(try await write(request(key: "k")).headers[.idempotencyReplayed] == "true")
    }

    @Test func `a refusal is not kept: the same request may succeed later`() async throws {
        try await prepare()
        await #expect(throws: StaleVersion(current: 4)) { try await write(request(key: "k")) { throw StaleVersion(current: 4) } }
        #expect(try await done == 0)
        #expect(try await write(request(key: "k")).status == .created)
    }

    @Test func `however many send it at once, it happens once and all that are answered are answered alike`() async throws {
        try await prepare()
        let answers = try await withThrowingTaskGroup(of: JSONResponse?.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    do {
                        return try await write(request(key: "race"))
                    } catch WebRefusal.requestInProgress {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
        }
        #expect(Set(answers.map(\.body)).count == 1)
        #expect(answers.filter { $0.headers[.idempotencyReplayed] == nil }.count == 1)
        #expect(try await done == 1)
    }

    @Test func `a key that was recorded in between makes the transaction start again and find the answer`() async throws {
        try await prepare()
        let tries = Mutex(0)
        let key = try #require(try IdempotencyKey(request(key: "k"), scope))
        // As if another had committed between our lookup's snapshot and our lock: its row appears after our claim has passed.
        let answer = try await write(request(key: "k")) {
            guard
                tries.withLock({ tries in
                    tries += 1; return tries
                }) == 1
            else { return }
            let response = JSONResponse(status: .created, headers: [.location: "/things/other"], body: Array("{}".utf8))
            try await database.transaction(scope.settings) { $0.enqueue(IdempotencyQueries.record(response, for: key, at: world.now())) }
        }
        #expect(answer.headers[.location] == "/things/other")
        #expect(answer.headers[.idempotencyReplayed] == "true")
        #expect(try await done == 0)
    }

    @Test func `a refusal of what the first request has just changed is answered as the first was`() async throws {
        try await prepare()
        let (first, other) = (request(key: "k"), request(key: "other", body: #"{"a":2}"#))
        let response = JSONResponse(status: .created, headers: [.location: "/things/first"], body: Array("{}".utf8))
        // As if the first had committed after the key was looked up: what is read then is its change, and refuses ours.
        let answer = try await write(first) {
            try await keep(response, for: first)
            throw StaleVersion(current: 2)
        }
        #expect(answer.status == .created && answer.headers[.location] == "/things/first")
        #expect(answer.headers[.idempotencyReplayed] == "true")
        // Another request's answer is no excuse: the refusal stands.
        await #expect(throws: StaleVersion(current: 2)) {
            try await write(other) {
                try await keep(response, for: request(key: "other", body: #"{"a":3}"#))
                throw StaleVersion(current: 2)
            }
        }
        #expect(try await done == 0)
    }

    private func keep(_ response: JSONResponse, for request: ReceivedRequest) async throws {
        let key = try #require(try IdempotencyKey(request, scope))
        try await database.transaction(scope.settings) { $0.enqueue(IdempotencyQueries.record(response, for: key, at: world.now())) }
    }

    @Test(arguments: ["", "with space", "ümlaut", "ta\tb", String(repeating: "k", count: 256)])
    func `a key that cannot be one is malformed`(_ key: String) async throws {
        let request = request(key: key)
        #expect { try IdempotencyKey(request, scope) } throws: {
            if case WebRefusal.malformed(let faults) = $0 { faults.map(\.pointer) == ["Idempotency-Key"] } else { false }
        }
    }

    @Test func `old answers are forgotten, new ones kept`() async throws {
        try await prepare()
        let key = try #require(try IdempotencyKey(request(key: "old"), scope))
        let answer = JSONResponse(status: .ok, body: Array("{}".utf8))
        try await database.transaction(scope.settings) { transaction in
            transaction.enqueue(IdempotencyQueries.record(answer, for: key, at: Instant(microseconds: 5)))
        }
        try await write(request(key: "new"))
        let forgotten = try await database.transaction(scope.settings) { transaction in
            try await transaction.run(IdempotencyQueries.forget(like: key, before: Instant(microseconds: 10), limit: 100))
        }
        #expect(forgotten == 1)
        #expect(try await write(request(key: "new")).headers[.idempotencyReplayed] == "true")
    }
}
