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
        let units: UnitTree

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
            // In an order of their own, as the database may answer.
            let order = Array(0..<count).sorted { ($0 &* 7919) % 41 < ($1 &* 7919) % 41 }
            units = UnitTree(version: 1, order.map { [ids, parents] in .init(id: ids[$0], parent: parents[$0].map { ids[$0] }) })
        }

        func isAt(_ index: Int, orBelow top: Int) -> Bool {
            index == top || parents[index].map { isAt($0, orBelow: top) } ?? false
        }

        func place(at top: Int, _ roles: RoleKey..., id: UInt64 = 1) -> Place {
            let membership = Membership(
                account: AccountID(UUID()), id: Self.member(id), person: PersonID(UUID()), unit: ids[top], roles: roles,
                startsOn: LocalDate("2026-01-01")!)
            return Place(membership: membership, roles: roles.compactMap { $0.builtIn?.role }, tree: units)
        }

        static func member(_ number: UInt64) -> MembershipID {
            MembershipID(UUID.version7(at: Instant(microseconds: 1000), random: (0, number)))
        }

        var testDescription: String { "seed \(seed)" }
    }

    static func caller(_ places: [Place], functions: Set<TeamFunction> = []) -> Caller {
        Caller(
            person: PersonID(UUID()), personName: "Ana", account: AccountID(UUID()), timeZone: "UTC", language: "en",
            currency: Currency("EUR")!, places: places, supplier: SupplierSide(functions: functions.reduce(into: [:]) { $0[$1] = .edit }),
            tree: places.first?.tree ?? UnitTree(version: 0, []),
            credential: .session(UUID()))
    }

    @Test(arguments: (0..<50).map { Tree(seed: UInt64($0)) })
    func `an approver's scope is exactly the unit and all below it`(tree: Tree) throws {
        for top in tree.ids.indices {
            let scope = try Self.caller([tree.place(at: top, .approver)]).scope(of: .readQuotes)
            for index in tree.ids.indices {
                #expect(scope.allows(unit: tree.ids[index], owner: Tree.member(9)) == tree.isAt(index, orBelow: top))
            }
        }
    }

    @Test(arguments: (0..<50).map { Tree(seed: UInt64($0)) })
    func `a tree knows what is below what, and the way to the root`(tree: Tree) {
        for top in tree.ids.indices {
            let below = Set(tree.ids.indices.filter { tree.isAt($0, orBelow: top) }.map { tree.ids[$0] })
            #expect(Set(tree.units.all(from: tree.ids[top])) == below)
            #expect(tree.units.all(from: tree.ids[top]).first == tree.ids[top])
            #expect(tree.units.path(from: tree.ids[top]).allSatisfy { tree.units.isAt(tree.ids[top], orBelow: $0) })
            #expect(tree.units.path(from: tree.ids[top]).last == tree.ids[0])
            #expect(tree.units.parent(of: tree.ids[top]) == tree.parents[top].map { tree.ids[$0] })
        }
    }

    /// Whatever memberships somebody has, the scope covers a row if and only if one of them does by itself, where `own` is what any of
    /// them owns.
    @Test(arguments: (0..<100).map { Tree(seed: UInt64($0)) })
    func `the scope of several memberships is the union of what each reaches`(tree: Tree) throws {
        var random = SeededRandom(tree.seed)
        let roles: [RoleKey] = [.shopper, .buyer, .approver, .auditor]
        let places = (0..<(1 + random.below(4))).map { number -> Place in
            let (first, second) = (random.below(20) == 0 ? 3 : random.below(3), random.below(3))
            return tree.place(at: random.below(tree.ids.count), roles[first], roles[second], id: UInt64(number))
        }
        let caller = Self.caller(places)
        let mine = Set(places.map(\.membership.id))
        for permission in Permission.allCases {
            let granted = places.filter { $0.permissions[permission] != nil }
            #expect((caller.scope(ifPermitted: permission) == nil) == granted.isEmpty)
            guard let scope = caller.scope(ifPermitted: permission) else { continue }
            for unit in tree.ids.indices {
                for owner in [nil] + (0..<6).map({ Tree.member($0) }) {
                    let expected = granted.contains { place in
                        place.membership.roles.contains { role in
                            switch role.builtIn?.role.permissions[permission] {
                            case .account: true
                            case .unit: tree.isAt(unit, orBelow: tree.ids.firstIndex(of: place.membership.unit)!)
                            case .own: owner.map { mine.contains($0) } ?? false
                            case nil: false
                            }
                        }
                    }
                    #expect(scope.allows(unit: tree.ids[unit], owner: owner) == expected, "\(permission) \(unit)")
                }
            }
        }
    }

    @Test func `two memberships that reach what is own cover what either owns`() throws {
        let tree = Tree(seed: 11)
        let caller = Self.caller([tree.place(at: 0, .buyer), tree.place(at: tree.ids.count - 1, .buyer, id: 2)])
        let scope = try caller.scope(of: .readQuotes)
        #expect(scope == .own(Tree.member(1), Tree.member(2)))
        #expect(scope.allows(unit: tree.ids[0], owner: Tree.member(2)))
    }

    @Test(arguments: (0..<20).map { Tree(seed: UInt64($0)) })
    func `own never covers another's, not even in the same unit`(tree: Tree) throws {
        let scope = try Self.caller([tree.place(at: 0, .buyer)]).scope(of: .readQuotes)
        for unit in tree.ids {
            #expect(scope.allows(unit: unit, owner: Tree.member(1)))
            #expect(!scope.allows(unit: unit, owner: Tree.member(2)))
            #expect(!scope.allows(unit: unit, owner: nil))
        }
        #expect(scope == .own(Tree.member(1)))
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
        #expect(try caller.scope(of: .order) == .own(Tree.member(1), Tree.member(2)))
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

/// Numbers from a seed that a failure prints.
struct SeededRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
