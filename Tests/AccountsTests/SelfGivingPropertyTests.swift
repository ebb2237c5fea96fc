import Accounts
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// Whatever an admin does, in whatever order and at whatever time, with memberships, roles, units and the time zone: on no day to come do
/// they have a right that others have not given them. Counted anew from the rows, by nothing of what the service counts with.
@Suite(.database) struct SelfGivingPropertyTests {
    typealias Company = UnitRoutesTests.Company

    private struct Right: Hashable {
        let permission: Permission
        /// A unit, all that is one's own as a member of a unit, or everything.
        let place: String
    }

    /// What the rows said at one moment.
    private struct Books {
        let memberships: [(unit: UnitID, roles: [String], from: LocalDate, to: LocalDate?)]
        let roles: [String: [Permission: Reach]]
        let units: [UnitID: (parent: UnitID?, isDisabled: Bool)]
        let today: LocalDate

        init(of person: PersonID, in account: AccountID, at now: Instant) async throws {
            let owner = TestDatabase.current.owner
            memberships = try await owner.query(
                .all(
                    "SELECT unit_id, roles, starts_on, ends_on FROM memberships WHERE account_id = \(account) AND person_id = \(person)"
                ) { row in (try row.next(), try row.next(), try row.next(), try row.next()) })
            let custom: [(String, [String])] = try await owner.query(
                .all("SELECT key, permissions FROM roles WHERE account_id = \(account) AND disabled_at IS NULL") { row in
                    (try row.next(), try row.next())
                })
            var roles = Dictionary(uniqueKeysWithValues: BuiltInRole.allCases.map { ($0.key.rawValue, $0.role.permissions) })
            for (key, words) in custom {
                let pairs = words.map { $0.split(separator: ":").map(String.init) }
                roles[key] = try Dictionary(
                    uniqueKeysWithValues: pairs.map {
                        (try #require(Permission(rawValue: $0[0])), try #require(Reach(rawValue: $0[1])))
                    })
            }
            self.roles = roles
            let units: [(UnitID, UnitID?, Bool)] = try await owner.query(
                .all("SELECT id, parent_id, disabled_at IS NOT NULL FROM units WHERE account_id = \(account)") { row in
                    (try row.next(), try row.next(), try row.next())
                })
            self.units = Dictionary(uniqueKeysWithValues: units.map { ($0.0, ($0.1, $0.2)) })
            today = try await owner.query(
                .one("SELECT (\(now)::timestamptz AT TIME ZONE time_zone)::date FROM accounts WHERE id = \(account)") { row in
                    try row.next()
                })
        }

        private func path(_ unit: UnitID) -> [UnitID] { sequence(first: unit) { units[$0]?.parent }.map { $0 } }

        /// - Parameter enabled: as if no unit were disabled.
        func rights(on day: LocalDate, enabled: Bool) -> Set<Right> {
            var rights: Set<Right> = []
            for membership in memberships where membership.from <= day && membership.to.map({ day <= $0 }) ?? true {
                let counts = enabled || !path(membership.unit).contains { units[$0]?.isDisabled == true }
                for (permission, reach) in membership.roles.flatMap({ roles[$0] ?? [:] }) where counts {
                    let below = reach == .own ? [] : units.keys.filter { reach == .account || path($0).contains(membership.unit) }
                    for unit in below {
                        rights.insert(Right(permission: permission, place: unit.description))
                        rights.insert(Right(permission: permission, place: "own in \(unit)"))
                    }
                    rights.insert(Right(permission: permission, place: "own in \(membership.unit)"))
                    if reach == .account { rights.insert(Right(permission: permission, place: "account")) }
                }
            }
            return rights
        }
    }

    private static let zones = ["Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati", "UTC", "Asia/Tokyo"]
    private static let keys = ["chief", "r1", "r2", "shopper", "approver", "accountAdmin", "auditor"].map(RoleKey.init(rawValue:))

    private let company: Company
    private let kim, ben: Person
    private let units: [Accounts.Unit]

    init() async throws {
        company = try await Company()
        kim = try await company.house.person("Kim")
        ben = try await company.house.person("Ben")
        units = [company.sales, company.north, company.south, company.works]
        let chief = RoleRoutesTests.json(
            "chief", (.manageMembers, .account), (.manageRoles, .account), (.manageUnits, .account), (.manageAccount, .account),
            (.readMembers, .account), (.readQuotes, .account))
        for role in [chief, RoleRoutesTests.json("r1", (.readQuotes, .unit)), RoleRoutesTests.json("r2", (.readMembers, .unit))] {
            #expect(try await company.client.post(company.path("/roles"), role).status == 201)
        }
    }

    /// What others have given, among it places to come, places that end, and places in units that are disabled then.
    private func give(_ random: inout PurveyorTesting.SeededRandom) async throws {
        let today = LocalDate("2026-06-15")!
        func place(_ unit: Accounts.Unit, _ roles: [RoleKey], _ person: Person, from: LocalDate, to: LocalDate?) async throws {
            try await company.house.add(
                Membership(
                    account: company.acme.id, id: company.house.world.newID(), person: person.id, unit: unit.id, roles: roles,
                    startsOn: from, endsOn: to))
        }
        let end = random.chance(50) ? today.adding(days: Int.random(in: 0...4, using: &random)) : nil
        try await place(company.root, ["chief"].map(RoleKey.init(rawValue:)), kim, from: today.adding(days: -9), to: end)
        try await place(company.works, [.shopper], ben, from: today.adding(days: -9), to: nil)
        for unit in units where random.chance(60) {
            let from = today.adding(days: Int.random(in: -3...4, using: &random))
            let to = random.chance(50) ? from.adding(days: Int.random(in: 0...6, using: &random)) : nil
            let roles = Self.keys[1...4].filter { _ in random.chance(50) }
            try await place(unit, roles.isEmpty ? [.shopper] : roles, kim, from: from, to: to)
        }
        for unit in units where random.chance(30) {
            try await TestDatabase.current.owner.query(
                Query<Void>("UPDATE units SET disabled_at = '2026-06-15T09:00:00Z' WHERE id = \(unit.id)"))
        }
    }

    /// One act of Kim's; false where it is refused.
    private func act(_ random: inout PurveyorTesting.SeededRandom) async throws -> Bool {
        let (house, acme) = (company.house, company.acme.id)
        let owner = TestDatabase.current.owner
        let kimNow: Caller? = try? await house.caller(kim, in: acme)
        guard let kimNow else { return false }
        let today = try await Books(of: kim.id, in: acme, at: house.world.now()).today
        let unit = try #require(units.randomElement(using: &random))
        let roles = Array(Set((0...1).compactMap { _ in Self.keys.randomElement(using: &random) }))
        let members: [(MembershipID, Int)] = try await owner.query(
            .all("SELECT id, version FROM memberships WHERE account_id = \(acme) ORDER BY id") { row in (try row.next(), try row.next()) })
        let member = try #require(members.randomElement(using: &random))
        let permissions: [(Permission, Reach)] = [
            (.decideApprovals, .account), (.readQuotes, .account), (.readMembers, .unit), (.order, .unit), (.readEvents, .account),
        ].filter { _ in random.chance(50) }
        let given = Dictionary(uniqueKeysWithValues: permissions.isEmpty ? [(.readQuotes, .unit)] : permissions)
        let way = Int.random(in: 0...6, using: &random)
        let days = Int.random(in: 0...3, using: &random)
        let (yes, zone) = (random.chance(50), Self.zones.randomElement(using: &random))
        let steps = CheckSteps(world: house.world)
        let read = ReadUnits(database: house.database, aspects: [], steps: steps, world: house.world)
        func version(_ statement: SQL) async throws -> Int { try await owner.query(.one(statement) { row in try row.next() }) }
        do {
            if way == 4 {
                _ = try await ChangeAccount(database: house.database, world: house.world)(
                    language: nil, timeZone: zone, expecting: version("SELECT version FROM accounts WHERE id = \(acme)"), by: kimNow)
                return true
            }
            let unitVersion = try await version("SELECT version FROM units WHERE id = \(unit.id)")
            let key = yes ? "r1" : "r2"
            let roleVersion = try await version("SELECT version FROM roles WHERE account_id = \(acme) AND key = \(key)")
            let parent = yes ? nil : units.randomElement(using: &random)?.id
            try await house.database.transaction(kimNow.accountScope.settings) { transaction in
                switch way {
                case 0:
                    _ = try await AddMember(world: house.world)(
                        .init(person: yes ? kim.id : ben.id, unit: unit.id, roles: roles, startsOn: today.adding(days: days)),
                        by: kimNow, in: transaction)
                case 1:
                    _ = try await ChangeMember(steps: steps, world: house.world)(
                        member.0, .init(unit: yes ? unit.id : nil, roles: roles), expecting: member.1, by: kimNow, in: transaction)
                case 2:
                    _ = try await ChangeRole(steps: steps, world: house.world)(
                        RoleKey(rawValue: key), .init(permissions: days == 0 ? nil : given, isDisabled: days == 0 ? parent == nil : nil),
                        expecting: roleVersion, by: kimNow, in: transaction)
                case 3:
                    _ = try await ChangeUnit(read: read, steps: steps, world: house.world)(
                        unit.id, .init(parent: parent, isDisabled: yes ? days > 1 : nil), expecting: unitVersion, by: kimNow,
                        in: transaction)
                default:
                    _ = try await EndMember(aspects: [], steps: steps, world: house.world)(
                        member.0, .init(lastDay: today.adding(days: days - 1)), expecting: member.1, by: kimNow, in: transaction)
                }
            }
            return true
        } catch is any Refusal {
            return false
        }
    }

    @Test(arguments: 1...12)
    func `an admin comes to nothing that others have not given them, on no later day`(_ seed: Int) async throws {
        var random = PurveyorTesting.SeededRandom(seed: UInt64(seed))
        try await give(&random)
        let house = company.house
        let before = try await Books(of: kim.id, in: company.acme.id, at: house.world.now())
        var done = 0
        for _ in 0..<60 {
            if try await act(&random) { done += 1 }
            if random.chance(8) { house.advance(.seconds(Int.random(in: 1...40_000, using: &random))) }
        }
        let after = try await Books(of: kim.id, in: company.acme.id, at: house.world.now())
        for day in 0...30 {
            let day = max(before.today, after.today).adding(days: day)
            for enabled in [false, true] {
                let gained = after.rights(on: day, enabled: enabled).subtracting(before.rights(on: day, enabled: enabled))
                #expect(gained.isEmpty, "seed \(seed), \(day), as if enabled: \(enabled)")
            }
        }
        #expect(done > 0, "seed \(seed)")
    }
}
