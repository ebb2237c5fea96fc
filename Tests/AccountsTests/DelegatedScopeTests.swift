import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts

/// Whatever somebody is, what they delegate shows and does no more than they could see and do themselves.
@Suite struct DelegatedScopeTests {
    typealias Tree = ScopeTests.Tree

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `a delegation to buy covers what its delegator owns and reaches, and nothing else`(tree: Tree) {
        var random = GrantTests.random(tree.seed)
        var covered = 0
        for _ in 0..<20 {
            var role = GrantTests.role(&random)
            if random.chance(80) { role = Role(name: role.name, permissions: role.permissions.merging([.order: .unit]) { $1 }) }
            let bare = GrantTests.place(tree, [role], 1, &random)
            let place = Place(membership: bare.membership, roles: [role], tree: tree.units, inherited: [Tree.member(2)])
            let delegated = DelegatedPlace(
                delegation: DelegationID(UUID()), delegate: Tree.member(9), act: .order, upTo: nil, until: LocalDate("2026-06-30")!,
                delegatorName: "Ana", place: place)
            for permission in [Permission.readQuotes, .submitQuotes, .order, .readOrders] where place.permissions[.order] != nil {
                for unit in tree.ids {
                    for owner in [nil] + (1...3).map({ Tree.member($0) }) {
                        let allowed = delegated.scope(of: permission)?.allows(unit: unit, owner: owner) == true
                        let isTheirs = owner == Tree.member(1) || owner == Tree.member(2)
                        let reaches = place.scope(of: permission)?.allows(unit: unit, owner: owner) == true
                        // A role for the whole account in the root is the account's too: then it reaches everything they own.
                        #expect(allowed == (isTheirs && reaches), "\(permission) \(unit), seed \(tree.seed)")
                        if allowed { covered += 1 }
                    }
                }
            }
        }
        #expect(covered > 0)
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `what of a scope is in a unit is what it covers there, whoever owns it`(tree: Tree) {
        var random = GrantTests.random(tree.seed)
        for _ in 0..<20 {
            let tops = (0..<Int.random(in: 0...3, using: &random)).map { _ in tree.ids.randomElement(using: &random)! }
            let top = tree.ids.randomElement(using: &random)!
            let scope = Scope(below: tops, in: tree.units, owners: [Tree.member(1)])
            let within = scope.within(top, in: tree.units)
            for unit in tree.ids {
                let expected = scope.covers(unit) && tree.units.isAt(unit, orBelow: top)
                #expect((within?.allows(unit: unit, owner: Tree.member(1)) == true) == expected, "seed \(tree.seed)")
            }
        }
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `whoever names a unit begins something there by the nearest place that reaches it`(tree: Tree) throws {
        var random = GrantTests.random(tree.seed)
        for _ in 0..<20 {
            let places = (1...3).map { GrantTests.place(tree, [GrantTests.role(&random)], $0, &random) }
            let caller = ScopeTests.caller(places)
            for unit in tree.ids {
                let found = try? caller.member(.writeQuotes, in: unit)
                let reaching = places.filter { place in
                    switch place.permissions[.writeQuotes] {
                    case .account: true
                    case .unit: tree.units.isAt(unit, orBelow: place.membership.unit)
                    case .own: place.membership.unit == unit
                    case nil: false
                    }
                }
                #expect((found == nil) == reaching.isEmpty, "seed \(tree.seed)")
                guard let found else { continue }
                #expect(found.unit == unit && reaching.contains { $0.membership.id == found.membership.id })
                let nearer = reaching.contains { other in
                    tree.units.isAt(unit, orBelow: other.membership.unit) && other.membership.unit != found.membership.unit
                        && tree.units.isAt(other.membership.unit, orBelow: found.membership.unit)
                }
                #expect(!nearer, "seed \(tree.seed)")
            }
        }
    }
}
