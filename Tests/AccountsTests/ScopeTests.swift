import Accounts
import Foundation
import Kernel
import Testing

@Suite struct ScopeTests {
    /// A tree of units, each under an earlier one, from a seed that a failure prints.
    struct Tree: CustomTestStringConvertible {
        let seed: UInt64
        let parents: [Int?]
        let ids: [UnitID]

        init(seed: UInt64) {
            var state = seed
            func next(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(bound))
            }
            let count = 1 + next(40)
            self.seed = seed
            parents = (0..<count).map { $0 == 0 ? nil : next($0) }
            ids = (0..<count).map { UnitID(UUID.version7(at: Instant(microseconds: 0), random: (UInt64($0), seed))) }
        }

        func isAt(_ index: Int, orBelow top: Int) -> Bool {
            index == top || parents[index].map { isAt($0, orBelow: top) } ?? false
        }

        func place(at top: Int, _ roles: BuiltInRole..., id: UInt64 = 1) -> Place {
            let membership = Membership(
                account: AccountID(UUID()), id: Self.member(id), person: PersonID(UUID()), unit: ids[top], roles: roles,
                startsOn: LocalDate("2026-01-01")!)
            return Place(membership: membership, units: Set(ids.indices.filter { isAt($0, orBelow: top) }.map { ids[$0] }))
        }

        static func member(_ number: UInt64) -> MembershipID {
            MembershipID(UUID.version7(at: Instant(microseconds: 1000), random: (0, number)))
        }

        var testDescription: String { "seed \(seed)" }
    }

    static func caller(_ places: [Place], functions: Set<TeamFunction> = []) -> Caller {
        Caller(
            person: PersonID(UUID()), personName: "Ana", account: AccountID(UUID()), timeZone: "UTC", language: "en",
            currency: Currency("EUR")!, places: places, teamFunctions: functions, sessionID: UUID())
    }

    @Test(arguments: (0..<50).map { Tree(seed: UInt64($0)) })
    func `an approver's scope is exactly the unit and all below it`(tree: Tree) throws {
        for top in tree.ids.indices {
            let scope = try Self.caller([tree.place(at: top, .approver)]).scope(of: .readQuotes)
            for index in tree.ids.indices {
                #expect(scope.allows(unit: tree.ids[index], owner: Tree.member(9)) == tree.isAt(index, orBelow: top))
            }
            #expect(Set(scope.unitFilter ?? []) == Set(tree.ids.indices.filter { tree.isAt($0, orBelow: top) }.map { tree.ids[$0].uuid }))
            #expect(scope.ownerFilter == nil)
        }
    }

    @Test(arguments: (0..<20).map { Tree(seed: UInt64($0)) })
    func `own never covers another's, not even in the same unit`(tree: Tree) throws {
        let scope = try Self.caller([tree.place(at: 0, .buyer)]).scope(of: .readQuotes)
        for unit in tree.ids {
            #expect(scope.allows(unit: unit, owner: Tree.member(1)))
            #expect(!scope.allows(unit: unit, owner: Tree.member(2)))
            #expect(!scope.allows(unit: unit, owner: nil))
        }
        #expect(scope.ownerFilter == Tree.member(1).uuid)
    }

    @Test(arguments: (0..<20).map { Tree(seed: UInt64($0)) })
    func `units of several memberships add up`(tree: Tree) throws {
        let (first, second) = (tree.ids.count / 2, tree.ids.count - 1)
        let caller = Self.caller([tree.place(at: first, .approver), tree.place(at: second, .approver, id: 2)])
        let scope = try caller.scope(of: .decideApprovals)
        for index in tree.ids.indices {
            let expected = tree.isAt(index, orBelow: first) || tree.isAt(index, orBelow: second)
            #expect(scope.allows(unit: tree.ids[index], owner: nil) == expected)
        }
    }

    @Test func `the account's scope beside a narrower one is the account's`() throws {
        let tree = Tree(seed: 7)
        let caller = Self.caller([tree.place(at: 0, .buyer), tree.place(at: 0, .auditor, id: 2)])
        #expect(try caller.scope(of: .readOrders) == .account)
        #expect(try caller.scope(of: .order) == .own(Tree.member(1)))
    }

    @Test func `what no role grants is refused by name`() {
        let caller = Self.caller([Tree(seed: 1).place(at: 0, .shopper)])
        #expect(throws: AccessRefusal.notPermitted(.order)) { try caller.scope(of: .order) }
        #expect(caller.scope(ifPermitted: .order) == nil)
    }

    @Test func `a rep reads the whole account and is no member`() throws {
        let caller = Self.caller([], functions: [.delivery])
        #expect(try caller.scope(of: .readAccountView) == .account)
        #expect(throws: AccessRefusal.notPermitted(.submitQuotes)) { try caller.scope(of: .submitQuotes) }
        #expect(throws: AccessRefusal.notAMember) { try caller.member() }
    }
}
