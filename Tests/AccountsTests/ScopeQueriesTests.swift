import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

@testable import Accounts

@Suite(.database) struct ScopeQueriesTests {
    /// In each shape that a scope can have: nothing, everything, one unit, a few, many, own, and both.
    @Test(arguments: [UInt64(3), 4, 5])
    func `a statement finds exactly the rows that the scope allows`(seed: UInt64) async throws {
        let house = House()
        var random = SeededRandom(seed)
        let (acme, root) = try await house.account("Acme")
        var units = [root]
        for number in 1..<60 { units.append(try await house.unit("Unit \(number)", under: units[random.below(units.count)])) }
        let person = try await house.person("Everybody")
        var members: [Membership] = []
        for unit in units { members.append(try await house.member(person, in: unit, as: .shopper)) }
        let admin = try await house.person("Ada")
        try await house.member(admin, in: units[1], as: .approver)
        let tree = try await house.caller(admin, in: acme.id).tree

        var scopes: [Scope] = [.account, .own(), .own(members[1].id), .own(members[1].id, members[2].id)]
        for _ in 0..<12 {
            let tops = (0..<random.below(4)).map { _ in units[random.below(units.count)].id }
            let owners = (0..<random.below(3)).map { _ in members[random.below(members.count)].id }
            let ownedBelow = (0..<random.below(3)).map { _ in
                Scope.OwnedBelow(owner: members[random.below(members.count)].id, unit: units[random.below(units.count)].id)
            }
            scopes.append(Scope(below: tops, in: tree, owners: owners))
            scopes.append(Scope(below: tops, in: tree, owners: owners, ownedBelow: ownedBelow))
        }
        scopes += units.suffix(5).map { Scope(below: [$0.id], in: tree) }
        for scope in scopes {
            let found = try await house.database.read(
                AccountScope(account: acme.id.uuid).settings,
                Query<[MembershipID]>.all(
                    """
                    SELECT m.id FROM memberships AS m
                    WHERE m.account_id = \(acme.id) AND m.person_id = \(person.id) AND \(scope.rows(unit: "m.unit_id", owner: "m.id"))
                    """
                ) { row in try row.next() })
            #expect(Set(found) == Set(members.filter { scope.allows(unit: $0.unit, owner: $0.id) }.map(\.id)), "seed \(seed)")
        }
    }
}
