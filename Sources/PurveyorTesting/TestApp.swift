package import Accounts
import Approvals
import Catalog
import Hummingbird
package import Kernel
import Orders
import Persistence
package import Postgres
import Quotes
import Relationship
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

    package static func open(seed: UInt64 = 1) async throws -> TestApp {
        let clock = TestClock(seed: seed)
        let cast = try await Cast.make(in: .current, world: clock.world)
        return TestApp(database: .current, clock: clock, cast: cast)
    }

    /// A second instance of the service beside `self`, with memory of its own.
    package init(database: TestDatabase, clock: TestClock, cast: Cast) {
        self.database = database
        self.clock = clock
        self.cast = cast
        world = clock.world
        admit = AdmitCaller(database: database.service, world: world)
        let edge = Edge(world)
        let router = edge.router()
        TestApp.addRoutes(to: router, database.service, world, admit)
        let responder = edge.responder(for: router)
        routes = responder.routes
        client = RouterClient(responder)
    }

    package func by(_ person: CastPerson) -> RouterClient { client.bearing(person.token) }

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

    private static func addRoutes(to router: Router<AppRequestContext>, _ database: Database, _ world: World, _ admit: AdmitCaller) {
        let writes = Writes(database: database, world: world)
        let prices = LoadPriceList(books: PriceBooks())
        let today = PriceQuoteToday(priceLists: prices, world: world)
        let ledger = ReadLedger(database: database)
        SessionRoutes(
            signIn: SignIn(database: database, hasher: Cast.hasher, world: world),
            endSession: EndSession(database: database, world: world, admit: admit), admit: admit
        )
        .add(to: router)
        MeRoutes(read: ReadMe(database: database, world: world), admit: admit).add(to: router)
        let account = router.accountGroup(admitting: admit)
        AccountRoutes(read: ReadOrganisation(database: database), change: ChangeAccount(database: database, world: world)).add(to: account)
        CatalogRoutes(read: ReadCatalog(database: database, priceLists: prices, world: world)).add(to: account)
        QuoteRoutes(
            writes: writes, read: ReadQuotes(database: database), create: CreateQuote(priceLists: prices, world: world),
            edit: EditQuote(priceLists: prices, world: world), submit: SubmitQuote(today: today, world: world),
            withdraw: WithdrawQuote(world: world), world: world
        )
        .add(to: account)
        ApprovalRoutes(
            writes: writes, read: ReadApprovals(database: database, subjects: [QuoteApprovals.subject], world: world),
            decide: DecideApproval(subjects: [QuoteApprovals.subject], world: world)
        )
        .add(to: account)
        OrderRoutes(writes: writes, read: ReadOrders(database: database), place: PlaceOrder(pricing: today, world: world)).add(to: account)
        LedgerRoutes(read: ledger).add(to: account)
        let view = AccountViewRoutes(
            readView: ReadAccountView(database: database, world: world), readLedger: ledger,
            portfolio: ReadPortfolio(database: database, world: world), world: world)
        view.add(to: router.accountGroup("/v1/crm/accounts/{account}", admitting: admit))
        view.add(to: router.signedInGroup("/v1/crm", admitting: admit))
    }
}
