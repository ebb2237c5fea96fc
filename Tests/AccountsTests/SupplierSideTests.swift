import Accounts
import Kernel
import Ledger
import Postgres
import PurveyorTesting
import Testing

/// The supplier's side of an account: dates, access and permissions, against a reading of them that is as plain as can be.
@Suite(.database) struct SupplierSideTests {
    private struct Drawn {
        let function: TeamFunction
        let access: TeamAccess
        let from: LocalDate
        let to: LocalDate?
    }

    /// The days around the 15th of June.
    private static func day(_ offset: Int) -> LocalDate { LocalDate("2026-06-15")!.adding(days: offset) }

    private static func draw(_ random: inout PurveyorTesting.SeededRandom) -> [Drawn] {
        var taken: Set<String> = []
        return (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
            let from = Int.random(in: -3...2, using: &random)
            let to = Bool.random(using: &random) ? nil : from + Int.random(in: 0...3, using: &random)
            let function = TeamFunction.allCases.randomElement(using: &random)!
            guard taken.insert("\(function) \(from)").inserted else { return nil }
            return Drawn(
                function: function, access: TeamAccess.allCases.randomElement(using: &random)!, from: day(from), to: to.map(day))
        }
    }

    /// 11:30 and 22:30 UTC: in Berlin the second is the next day, in Los Angeles it is not.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `a rep has in each account what its team gives them that day there, and no more`(seed: UInt64) async throws {
        var random = PurveyorTesting.SeededRandom(seed: seed)
        let house = House()
        let rep = try await house.rep("Rita")
        let seesAll = seed % 3 == 0
        try await AddStaff(database: house.database)(rep.id, title: "Rep", permissions: seesAll ? [.readAllAccounts] : [])
        house.advance(.seconds(Bool.random(using: &random) ? 5400 : 12 * 3600 + 1800))
        let isLate = house.world.now() > Instant("2026-06-15T22:00:00Z")!
        let token = try await house.token(rep)
        for zone in ["Europe/Berlin", "America/Los_Angeles"] {
            let (account, _) = try await house.account("Acme", timeZone: zone)
            let drawn = Self.draw(&random)
            for place in drawn {
                try await AddTeamMember(database: house.database, world: house.world)(
                    TeamMember(
                        account: account.id, person: rep.id, function: place.function, startsOn: place.from, endsOn: place.to,
                        access: place.access), by: .system)
            }
            let today = Self.day(isLate && zone == "Europe/Berlin" ? 1 : 0)
            let inForce = drawn.filter { $0.from <= today && ($0.to == nil || today <= $0.to!) }
            guard !inForce.isEmpty || seesAll else {
                await #expect(throws: AccessRefusal.accountNotFound) { _ = try await house.admit(token, in: account.id.description) }
                continue
            }
            let caller = try await house.admit(token, in: account.id.description).1
            #expect(caller.teamFunctions == Set(inForce.map(\.function)), "seed \(seed)")
            let writes = inForce.contains { $0.access == .edit }
            #expect((caller.scope(ifPermitted: .logInteractions) != nil) == writes, "seed \(seed)")
            #expect(caller.scope(ifPermitted: .readQuotes) == .account && caller.scope(ifPermitted: .readAccountView) == .account)
            #expect(
                caller.supplier.actsOnBehalf
                    == inForce.contains { $0.access == .edit && ![.delivery, .afterSales].contains($0.function) }, "seed \(seed)")
            for permission in Permission.allCases where caller.scope(ifPermitted: permission) != nil {
                #expect(Role.accountTeam.permissions[permission] != nil, "\(permission)")
            }
        }
    }

    @Test func `whoever has ended has no place in any team, and does not read every account`() async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        let rita = try await house.rep("Rita", for: acme.id)
        try await TestDatabase.current.owner.query(
            Query<Void>("UPDATE staff SET permissions = '{readAllAccounts}', ended_at = \(house.world.now()) WHERE person_id = \(rita.id)"))
        let token = try await house.token(rita)
        await #expect(throws: AccessRefusal.accountNotFound) { _ = try await house.admit(token, in: acme.id.description) }
        #expect(try await !house.admit(token).isStaff)
        let seen = try await house.database.read(
            house.admit(token).rowSecurity,
            Query.one("SELECT count(*) FROM accounts WHERE name <> 'Acme'") { try $0.next(Int.self) })
        #expect(seen == 0)
    }

    @Test func `an account's partners are seen from the account and by the partner's people, and from nowhere else`() async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        let (rival, _) = try await house.account("Rival")
        let (paul, rita) = (try await house.person("Paul"), try await house.rep("Rita", for: rival.id))
        let (now, partner) = (house.world.now(), house.world.newUUID())
        try await TestDatabase.current.owner.transaction([]) { transaction in
            transaction.enqueue(Query<Void>("INSERT INTO partners (id, name, created_at) VALUES (\(partner), 'P', \(now))"))
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO partner_people (partner_id, id, person_id, starts_on, created_at)
                    VALUES (\(partner), \(house.world.newUUID()), \(paul.id), '2026-01-01', \(now))
                    """))
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO account_partners (account_id, id, partner_id, starts_on, created_at)
                    VALUES (\(acme.id), \(house.world.newUUID()), \(partner), '2026-01-01', \(now))
                    """))
        }
        func rows(_ settings: [Setting]) async throws -> [Int] {
            try await house.database.read(
                settings,
                Query.one(
                    """
                    SELECT (SELECT count(*) FROM account_partners), (SELECT count(*) FROM accounts WHERE id = \(acme.id)),
                        (SELECT count(*) FROM orders), (SELECT count(*) FROM units)
                    """
                ) { [try $0.next(Int.self), try $0.next(Int.self), try $0.next(Int.self), try $0.next(Int.self)] })
        }
        #expect(try await rows([Setting("app.account", acme.id.uuid)]) == [1, 1, 0, 1])
        #expect(try await rows([Setting("app.account", rival.id.uuid)]) == [0, 0, 0, 1])
        #expect(try await rows([Setting("app.person", paul.id.uuid)]) == [1, 1, 0, 0])
        #expect(try await rows([Setting("app.person", rita.id.uuid)]) == [0, 0, 0, 0])
        #expect(try await rows([]) == [0, 0, 0, 0])
    }

    @Test func `the first of the staff comes from the command line, with a record of it`() async throws {
        let house = House()
        let appoint = AppointStaff(database: house.database, world: house.world)
        let email = EmailAddress("first@supplier.example")!
        await #expect(throws: StaffRefusal.nameNeeded) {
            _ = try await appoint(email: email, name: nil, title: "Head", permissions: [.manageStaff])
        }
        let first = try await appoint(email: email, name: "Fiona First", title: "Head", permissions: [.manageStaff])
        #expect(first.holds == [.manageStaff])
        let again = try await appoint(email: email, name: nil, title: "Head", permissions: [.manageStaff, .readFeed])
        #expect(again.version == 2 && again.person == first.person)
        let kinds = try await TestDatabase.current.owner.query(
            Query.all("SELECT kind FROM supplier_changes ORDER BY kind") { try $0.next(String.self) })
        #expect(kinds == ["staffAdded", "staffChanged"])
        await #expect(throws: PostgresError.self) {
            try await house.database.query(Query<Void>("DELETE FROM supplier_changes"))
        }
    }
}
