import Accounts
import Cryptography
import Kernel
import Ledger
import Postgres
import PurveyorTesting
import Testing

@Suite(.database) struct AdmitCallerTests {
    @Test func `a member is admitted with the units of the place`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let sales = try await house.unit("Sales", under: root)
        let north = try await house.unit("North", under: sales)
        let other = try await house.unit("Works", under: root)
        let ana = try await house.person("Ana")
        let membership = try await house.member(ana, in: sales, as: .approver)
        let caller = try await house.caller(ana, in: acme.id)
        #expect(caller.membership == membership)
        #expect(caller.timeZone == "Europe/Berlin")
        #expect(caller.currency.code == "EUR")
        #expect(Set(caller.tree.all(from: sales.id)) == [sales.id, north.id])
        #expect(try caller.scope(of: .decideApprovals) == Scope(below: [sales.id], in: caller.tree))
        #expect(try !caller.scope(of: .readQuotes).allows(unit: other.id, owner: nil))
    }

    @Test func `a unit that has moved or come since is in the scope with the next admission`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let sales = try await house.unit("Sales", under: root)
        let ana = try await house.person("Ana")
        try await house.member(ana, in: sales, as: .approver)
        let token = try await house.token(ana)
        let before = try await house.admit(token, in: acme.id.description).1
        let north = try await house.unit("North", under: sales)
        house.advance(.seconds(Limits.principalMemorySeconds))
        let after = try await house.admit(token, in: acme.id.description).1
        #expect(try !before.scope(of: .readQuotes).covers(north.id))
        #expect(try after.scope(of: .readQuotes).covers(north.id))
        #expect(after.tree.version == before.tree.version + 1)
    }

    @Test func `several memberships unite`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let (left, right) = (try await house.unit("Left", under: root), try await house.unit("Right", under: root))
        let ana = try await house.person("Ana")
        try await house.member(ana, in: left, as: .approver)
        try await house.member(ana, in: right, as: .approver, .buyer)
        let caller = try await house.caller(ana, in: acme.id)
        #expect(caller.places.count == 2)
        let mine = caller.places.map(\.membership.id)
        #expect(try caller.scope(of: .readQuotes) == Scope(below: [left.id, right.id], in: caller.tree, owners: mine))
        #expect(try caller.member().unit == right.id)
    }

    @Test func `an account of others does not exist`() async throws {
        let house = House()
        let (_, root) = try await house.account("Acme")
        let (rival, _) = try await house.account("Rival")
        let ana = try await house.person("Ana")
        try await house.member(ana, in: root, as: .accountAdmin)
        let token = try await house.token(ana)
        for path in [rival.id.description, AccountID(house.world.newUUID()).description, "no-id"] {
            await #expect(throws: AccessRefusal.accountNotFound) { _ = try await house.admit(token, in: path) }
        }
    }

    @Test(arguments: [
        nil, "", "pvs_short", "pvk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "pvs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `what is no token of ours opens nothing`(bearer: String?) async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        await #expect(throws: AccessRefusal.notSignedIn) { _ = try await house.admit(bearer, in: acme.id.description) }
        await #expect(throws: AccessRefusal.notSignedIn) { _ = try await house.admit(bearer, in: "no-id") }
    }

    /// 22:30 UTC on the last day is half past midnight in Berlin: the day is the account's.
    @Test func `a membership ends with its last day in the account's time zone`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let (west, westRoot) = try await house.account("West", timeZone: "America/Los_Angeles")
        let ana = try await house.person("Ana")
        try await house.member(ana, in: root, as: .buyer, until: LocalDate("2026-06-15")!)
        try await house.member(ana, in: westRoot, as: .buyer, until: LocalDate("2026-06-15")!)
        let early = try await house.token(ana)
        _ = try await house.admit(early, in: acme.id.description)
        house.advance(.seconds(12 * 3600 - 1))
        let token = try await house.token(ana)
        house.advance(.seconds(1800))
        await #expect(throws: AccessRefusal.accountNotFound) { _ = try await house.admit(token, in: acme.id.description) }
        _ = try await house.admit(token, in: west.id.description)
    }

    /// An instance that hears of no changes remembers nothing; what one does that hears, HearingTests show.
    @Test func `an ended membership closes the account, an ended session everything`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ana = try await house.person("Ana")
        let membership = try await house.member(ana, in: root, as: .buyer)
        let token = try await house.token(ana)
        let elsewhere = AdmitCaller(database: house.database, world: house.world)
        let principal = try await house.admit(token, in: acme.id.description).0
        _ = try await elsewhere(token, in: acme.id.description)
        try await EndMembership(database: house.database, world: house.world)(
            membership.id, in: acme.id, on: LocalDate("2026-06-14")!, by: .system)
        for instance in [house.admit, elsewhere] {
            await #expect(throws: AccessRefusal.accountNotFound) { _ = try await instance(token, in: acme.id.description) }
        }
        try await EndSession(database: house.database, world: house.world, admit: house.admit)(principal)
        for instance in [house.admit, elsewhere] {
            await #expect(throws: AccessRefusal.notSignedIn) { try await instance(token) }
        }
    }

    @Test func `a rep is admitted to the accounts of the team and to no other`() async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        let (rival, _) = try await house.account("Rival")
        let rita = try await house.rep("Rita", for: acme.id)
        let caller = try await house.caller(rita, in: acme.id)
        #expect(caller.teamFunctions == [.accountManager])
        #expect(caller.membership == nil)
        await #expect(throws: AccessRefusal.accountNotFound) { _ = try await house.caller(rita, in: rival.id) }
    }
}
