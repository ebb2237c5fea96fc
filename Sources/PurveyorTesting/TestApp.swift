package import Accounts
import Exchange
import Hummingbird
package import Kernel
import Persistence
package import Postgres
import Server
import Testing
package import Web

/// The whole service over the running test's database, with the cast in it: the routes that a caller meets, no socket.
///
///     @Test(.database) func anaSeesTheCatalog() async throws {
///         let app = try await TestApp.open()
///         #expect(try await app.by(app.cast.ana).get(app.path("/catalog")).status == 200)
///     }
package struct TestApp: Sendable {
    package let database: TestDatabase
    package let clock: TestClock
    package let world: World
    package let cast: Cast
    /// Every route of the service, as `purveyor routes` prints it.
    package let routes: RouteTable
    /// Without a token.
    package let client: RouterClient
    package let admit: AdmitCaller
    private let imports: RunImports

    package static func open(seed: UInt64 = 1, requestsPerSecond: Int = 1_000_000) async throws -> TestApp {
        let clock = TestClock(seed: seed)
        let cast = try await Cast.make(in: .current, world: clock.world)
        return TestApp(database: .current, clock: clock, cast: cast, requestsPerSecond: requestsPerSecond)
    }

    /// A second instance of the service beside `self`, with memory of its own.
    /// - Parameter requestsPerSecond: of one person; the clock stands still in a test, so what is used up does not come back by itself.
    package init(database: TestDatabase, clock: TestClock, cast: Cast, requestsPerSecond: Int = 1_000_000) {
        self.database = database
        self.clock = clock
        self.cast = cast
        world = clock.world
        let parts = Parts(
            database: database.service, world: world, document: OpenAPIContract.shared.document, metrics: Prometheus(),
            edge: Edge(world, .product),
            requestsPerSecond: requestsPerSecond)
        admit = parts.admit
        imports = parts.runImports(RouterClient.quietLogger)
        let responder = parts.edge.responder(for: parts.router())
        routes = responder.routes
        client = RouterClient(responder)
    }

    /// While `body` runs this instance hears of changes in who may do what, and so remembers for a while who a token stands for.
    package func hearing(_ body: () async throws -> Void) async throws {
        let (admit, isOver) = (admit, AsyncStream.makeStream(of: Void.self))
        async let heard: Void = withTaskGroup(of: Void.self) { group in
            group.addTask { await admit.hearChanges() }
            for await _ in isOver.stream {}
            group.cancelAll()
        }
        defer { isOver.continuation.finish() }
        while !admit.isHearing { await Task.yield() }
        try await body()
        isOver.continuation.finish()
        await heard
    }

    /// What the service does every minute: keeps when and from where tokens were used last.
    package func recordUses() async throws { try await RecordUses(admit)() }

    /// Carries out the oldest file that was sent in and that nobody has, as an instance does: whether there was one.
    @discardableResult package func runImports() async throws -> Bool { try await imports() }

    /// Forgets files of imports that have ended some days ago, as an instance does before it looks for one.
    package func clearImports() async throws { try await imports.clear() }

    package func by(_ person: CastPerson) -> RouterClient { client.bearing(person.token) }

    /// Somebody of the cast with a session that begins now: for tests that let days go by.
    package func signIn(_ person: CastPerson) async throws -> RouterClient {
        let answer = try await client.post("/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
        return client.bearing(answer.json?["token"]?.text ?? "")
    }

    /// `rest` in acme: `app.path("/quotes")`.
    package func path(_ rest: String = "", in account: Account? = nil) -> String { "/v1/accounts/\((account ?? cast.acme).id)\(rest)" }

    /// What a verb takes.
    package func caller(_ person: CastPerson, in account: Account? = nil) async throws -> Caller {
        try await admit(person.token, in: (account ?? cast.acme).id.description).1
    }

    /// Runs a verb as a route would: one transaction with the row security of the caller's account.
    package func write<Value: Sendable>(
        as caller: Caller, _ body: (borrowing Transaction) async throws -> Value
    ) async throws -> Value {
        try await database.service.transaction(caller.accountScope.settings, body)
    }
}
