import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts

/// Nobody gives more than they hold, whatever the tree, the roles and the places.
@Suite struct GrantTests {
    typealias Tree = ScopeTests.Tree

    static func random(_ seed: UInt64) -> PurveyorTesting.SeededRandom { .init(seed: seed) }

    static func role(_ random: inout PurveyorTesting.SeededRandom) -> Role {
        var permissions: [Permission: Reach] = [:]
        for permission in Permission.allCases where random.chance(25) {
            permissions[permission] = Reach.allCases.randomElement(using: &random)
        }
        return Role(name: "any", permissions: permissions)
    }

    static func place(_ tree: Tree, _ roles: [Role], _ id: UInt64, _ random: inout PurveyorTesting.SeededRandom) -> Place {
        let membership = Membership(
            account: AccountID(UUID()), id: Tree.member(id), person: PersonID(UUID()), unit: tree.ids.randomElement(using: &random)!,
            roles: [], startsOn: LocalDate("2026-01-01")!)
        return Place(membership: membership, roles: roles, tree: tree.units)
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `who was given a place sees nothing there that its giver did not`(tree: Tree) throws {
        var random = Self.random(tree.seed)
        var given = 0
        for _ in 0..<40 {
            let giver = (1...2).map { Self.place(tree, [Self.role(&random)], $0, &random) }
            let made = Self.place(tree, [Self.role(&random)], 9, &random)
            for grant in made.grants where giver.mayGive(grant) {
                let role = Role(name: "one", permissions: [grant.permission: grant.reach])
                let scope = try #require(Place(membership: made.membership, roles: [role], tree: tree.units).scope(of: grant.permission))
                let isAppointed = Permission.appointed.union(Permission.terms).contains(grant.permission)
                let asAppointer = isAppointed ? giver.scope(of: .manageMembers) : nil
                let held = [giver.scope(of: grant.permission), asAppointer].compactMap(\.self)
                #expect(!held.isEmpty, "gave \(grant) and holds nothing of it, seed \(tree.seed)")
                for unit in tree.ids where scope.covers(unit) {
                    #expect(held.contains { $0.covers(unit) }, "\(grant) seed \(tree.seed)")
                }
                #expect(!Permission.suppliersOwn.contains(grant.permission))
                given += 1
            }
        }
        #expect(given > 0)
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `what another place gains somebody is exactly what they did not reach before`(tree: Tree) {
        var random = Self.random(tree.seed)
        for _ in 0..<40 {
            let before = [Self.place(tree, [Self.role(&random)], 1, &random)]
            let after = before + [Self.place(tree, [Self.role(&random)], 2, &random)]
            let widened = Permission.allCases.filter { permission in
                tree.ids.contains { unit in
                    after.scope(of: permission)?.covers(unit) == true && before.scope(of: permission)?.covers(unit) != true
                }
            }
            let gained = after.gains(over: before)
            #expect(widened.allSatisfy(gained.permissions.contains), "seed \(tree.seed)")
            #expect(before.gains(over: before).isEmpty)
            #expect(before.gains(over: after).isEmpty)
        }
    }

    @Test func `an account admin can give every built-in role, what the supplier has put into one, and nothing of the supplier's own`() {
        let tree = Tree(seed: 3)
        let admin = [tree.place(at: 0, .accountAdmin)]
        for role in BuiltInRole.allCases {
            for unit in tree.ids {
                #expect(Grant.all([role.role], in: unit).allSatisfy(admin.mayGive), "\(role)")
            }
        }
        for permission in Permission.givenBySupplier {
            let grant = Grant(permission, .own, in: tree.ids[0])
            #expect(admin.mayGive(grant) == Permission.terms.contains(permission))
            #expect(!admin.hold(grant), "who gives it has none by that")
        }
        #expect(!admin.hold(Grant(.decideApprovals, .unit, in: tree.ids[0])), "who appoints approvers is none by that")
    }

    // MARK: What is asked of a change

    /// A company of random roles and members, and a caller with random places in it.
    struct Company {
        let tree: Tree
        let standing: Standing
        let members: [Membership]

        init(_ tree: Tree, _ random: inout PurveyorTesting.SeededRandom) {
            self.tree = tree
            let roles = (0..<4).map { number in
                AccountRole(
                    id: ID(UUID()), key: RoleKey(rawValue: "r\(number)"), name: "R", permissions: GrantTests.role(&random).permissions)
            }
            members = (1...6).map { number in
                Membership(
                    account: AccountID(UUID()), id: Tree.member(number), person: PersonID(UUID()),
                    unit: tree.ids.randomElement(using: &random)!, roles: [roles.randomElement(using: &random)!.key],
                    startsOn: LocalDate("2026-01-01")!)
            }
            let caller = ScopeTests.caller((20...21).map { GrantTests.place(tree, [GrantTests.role(&random)], $0, &random) })
            standing = Standing(
                tree: tree.units, roles: roles, caller: caller, own: caller.places.map(\.membership), today: LocalDate("2026-06-15")!)
        }

        /// Whether the caller could have given the permission on what is in a unit.
        func couldGive(_ permission: Permission, on unit: UnitID) -> Bool {
            let places = standing.caller.places
            if places.scope(of: permission)?.covers(unit) == true { return true }
            return Permission.appointed.union(Permission.terms).contains(permission)
                && places.scope(of: .manageMembers)?.covers(unit) == true
        }

        /// What somebody covers after a change and did not before.
        func gained(from before: Place, to after: Place) -> [(Permission, UnitID)] {
            Permission.allCases.flatMap { permission in
                tree.ids.filter { unit in
                    after.scope(of: permission)?.covers(unit) == true && before.scope(of: permission)?.covers(unit) != true
                }.map { (permission, $0) }
            }
        }
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `whatever change of another's membership is let through gives nothing that its maker could not give`(tree: Tree) throws {
        var random = Self.random(tree.seed)
        var passed = 0
        for _ in 0..<40 {
            let company = Company(tree, &random)
            let before = company.members.randomElement(using: &random)!
            var after = before
            if random.chance(60) { after.unit = tree.ids.randomElement(using: &random)! }
            if random.chance(60) { after.roles = [company.standing.roles.randomElement(using: &random)!.key] }
            let (old, new) = (Appointment(membership: before, limits: []), Appointment(membership: after, limits: []))
            guard (try? company.standing.check(new, since: old)) != nil else { continue }
            passed += 1
            for (permission, unit) in company.gained(from: company.standing.place(before), to: company.standing.place(after)) {
                #expect(company.couldGive(permission, on: unit), "\(permission) on \(unit), seed \(tree.seed)")
                #expect(!Permission.suppliersOwn.contains(permission), "seed \(tree.seed)")
            }
        }
        #expect(passed > 0, "seed \(tree.seed)")
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `whatever move of a unit is let through gives nobody what its mover could not give`(tree: Tree) throws {
        var random = Self.random(tree.seed)
        for _ in 0..<40 {
            let company = Company(tree, &random)
            let (moved, target) = (tree.ids.indices.randomElement(using: &random)!, tree.ids.indices.randomElement(using: &random)!)
            guard let parent = tree.parents[moved], !tree.isAt(target, orBelow: moved) else { continue }
            let above = Set(tree.units.path(from: tree.ids[target])).subtracting(tree.units.path(from: tree.ids[parent]))
            let members = company.members.filter { above.contains($0.unit) }
            guard (try? company.standing.check(moving: tree.ids[moved], under: members)) != nil else { continue }
            let later = UnitTree(
                version: 2,
                tree.ids.indices.map { index in
                    .init(id: tree.ids[index], parent: index == moved ? tree.ids[target] : tree.parents[index].map { tree.ids[$0] })
                })
            for member in company.members {
                let (before, after) = (company.standing.place(member), company.standing.roles.place(member, in: later))
                for (permission, unit) in company.gained(from: before, to: after) {
                    #expect(company.couldGive(permission, on: unit), "\(permission) on \(unit), seed \(tree.seed)")
                }
            }
        }
    }

    @Test func `of several limits the highest counts, absent is higher than any, and a membership's own stands before its roles'`() throws {
        let tree = Tree(seed: 3)
        let euro = Currency("EUR")!
        func limit(_ amount: String, _ currency: Currency = euro) -> SpendingLimit {
            SpendingLimit(act: .order, period: .each, amount: Money(amount, currency)!)
        }
        let (one, two) = (tree.place(at: 0, .buyer, id: 1), tree.place(at: 0, .accountAdmin, id: 2))
        var limits = AccountLimits()
        func ceiling(_ places: Place...) -> Ceiling { limits.ceiling(of: .order, .each, in: places) }
        #expect(ceiling(one) == .unlimited)
        limits.ofRole[.buyer] = [limit("100")]
        #expect(ceiling(one) == .upTo([euro: 1_000_000]))
        #expect(ceiling(one, two) == .unlimited)
        limits.ofMembership[two.membership.id] = [limit("0")]
        #expect(ceiling(two) == .upTo([euro: 0]))
        #expect(ceiling(one, two) == .upTo([euro: 1_000_000]))
        limits.ofMembership[one.membership.id] = [limit("50")]
        #expect(ceiling(one, two) == .upTo([euro: 500_000]))
        #expect(ceiling(tree.place(at: 0, .auditor, id: 3)) == .nothing, "who may not order at all")
        #expect(!Ceiling.upTo([euro: 5]).allows(.upTo([Currency("USD")!: 1])) && Ceiling.unlimited.allows(.unlimited))
    }
}
