import Accounts
import Kernel
import Ledger
import PurveyorTesting
import Relationship
import Testing

/// The accounts that one of the supplier's people serves: those, all of those, in one order however they are paged through.
@Suite(.database) struct PortfolioTests {
    /// Half past one in Berlin is half past seven in the evening of the day before in New York.
    private static let now = TestClock.start + .seconds(13 * 3600 + 1800)
    private static let (yesterday, today, tomorrow) = (LocalDate("2026-06-15")!, LocalDate("2026-06-16")!, LocalDate("2026-06-17")!)

    /// Accounts with names that repeat, and Rita in the team of those whose `serves` says when.
    private func served(_ app: TestApp, seed: UInt64) async throws -> [Account] {
        var random = SeededRandom(seed: seed)
        let periods: [(serves: Bool, from: LocalDate?, to: LocalDate?)] = [
            (true, Self.today, nil), (true, Cast.firstDay, Self.today), (true, Self.today, Self.today), (true, Cast.firstDay, nil),
            (false, Self.tomorrow, nil), (false, Cast.firstDay, Self.yesterday), (false, nil, nil),
        ]
        var served: [Account] = [app.cast.acme]
        for _ in 0..<20 {
            let name = ["Arbor", "arbor", "Berg", "Ärzte & Co", "Zebra", "50% off"].randomElement(using: &random) ?? ""
            let account = Account(
                id: app.world.newID(), externalID: "\(app.world.newUUID())", name: name, timeZone: "Europe/Berlin", currency: Cast.currency)
            _ = try await CreateAccount(database: app.database.service, world: app.world)(account, by: .system)
            guard let period = periods.randomElement(using: &random) else { continue }
            if let from = period.from {
                try await join(app, account, from: from, to: period.to)
            }
            if period.serves { served.append(account) }
        }
        return served
    }

    private func join(_ app: TestApp, _ account: Account, from: LocalDate, to: LocalDate?) async throws {
        try await AddTeamMember(database: app.database.service, world: app.world)(
            TeamMember(account: account.id, person: app.cast.rita.person.id, function: .delivery, startsOn: from, endsOn: to), by: .system)
    }

    private func pages(_ app: TestApp, of rita: Principal, matching text: String?, limit: Int) async throws -> [ServedAccount] {
        let read = ReadPortfolio(database: app.database.service, world: app.world)
        var all: [ServedAccount] = []
        while true {
            let found = try await read(matching: text, after: all.last.map(PortfolioPosition.init), limit: limit, by: rita)
            #expect(found.count <= limit + 1)
            all += found.prefix(limit)
            if found.count <= limit { return all }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [1, 3, 100])
    func `every account that is served today comes once, by name, and no other`(seed: UInt64, limit: Int) async throws {
        let app = try await TestApp.open(seed: seed)
        let rita = try await app.admit(app.cast.rita.token)
        app.clock.set(Self.now)
        let served = try await served(app, seed: seed)
        // The database's order of text is that of its bytes.
        let expected = served.sorted { left, right in
            left.name == right.name
                ? left.id.description < right.id.description : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        #expect(try await pages(app, of: rita, matching: nil, limit: limit).map(\.id) == expected.map(\.id))
        for text in ["ARB", "%", "_", "rzte", "nobody"] {
            let matching = expected.filter { $0.name.lowercased().contains(text.lowercased()) }
            #expect(try await pages(app, of: rita, matching: text, limit: limit).map(\.id) == matching.map(\.id), "\(text)")
        }
    }

    @Test func `a period ends with its last day in the account's own time zone`() async throws {
        let app = try await TestApp.open()
        let rita = try await app.admit(app.cast.rita.token)
        app.clock.set(Self.now)
        for (zone, serves) in [("America/New_York", true), ("Europe/Berlin", false)] {
            let account = Account(
                id: app.world.newID(), externalID: zone, name: zone, timeZone: zone, currency: Cast.currency)
            _ = try await CreateAccount(database: app.database.service, world: app.world)(account, by: .system)
            try await join(app, account, from: Cast.firstDay, to: Self.yesterday)
            #expect(try await pages(app, of: rita, matching: zone, limit: 10).map(\.id) == (serves ? [account.id] : []), "\(zone)")
        }
    }

    @Test func `who serves in several functions has the account once, with all of them`() async throws {
        let app = try await TestApp.open()
        try await join(app, app.cast.acme, from: Cast.firstDay, to: nil)
        let found = try await pages(app, of: app.admit(app.cast.rita.token), matching: nil, limit: 10)
        #expect(found.map(\.id) == [app.cast.acme.id])
        #expect(Set(found.flatMap(\.functions)) == [.accountManager, .delivery])
        #expect(found.flatMap(\.functions).count == 2)
    }

    @Test func `a customer has no portfolio`() async throws {
        let app = try await TestApp.open()
        let read = ReadPortfolio(database: app.database.service, world: app.world)
        for person in [app.cast.ana, app.cast.ada] {
            let principal = try await app.admit(person.token)
            await #expect(throws: AccessRefusal.self) { try await read(matching: nil, after: nil, limit: 10, by: principal) }
        }
    }
}
