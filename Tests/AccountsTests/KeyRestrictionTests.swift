import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts

/// Whatever a key is for, it may do no more than its person may at that moment, and exactly as far.
@Suite struct KeyRestrictionTests {
    typealias Tree = ScopeTests.Tree

    private func caller(_ places: [Place], _ functions: Set<TeamFunction>, _ tree: Tree, only: Set<Permission>?) -> Caller {
        Caller(
            person: PersonID(UUID()), personName: "Ana", account: AccountID(UUID()), timeZone: "UTC", language: "en",
            currency: Currency("EUR")!, places: places, supplier: SupplierSide(functions: functions.reduce(into: [:]) { $0[$1] = .edit }),
            tree: tree.units,
            credential: only == nil ? .session(UUID()) : .apiKey(UUID()), restriction: only)
    }

    @Test(arguments: (0..<60).map { Tree(seed: UInt64($0)) })
    func `a key's rights are its person's and its own, whatever both are`(tree: Tree) {
        var random = GrantTests.random(tree.seed &+ 77)
        for _ in 0..<40 {
            let places = (0..<Int.random(in: 0...3, using: &random)).map { number in
                let roles = (0...1).map { _ in GrantTests.role(&random) }
                return GrantTests.place(tree, roles, UInt64(number), &random)
            }
            let functions: Set<TeamFunction> = random.chance(30) ? [.accountManager] : []
            let allowed = Set(Permission.allCases.filter { _ in random.chance(40) })
            let (person, key) = (caller(places, functions, tree, only: nil), caller(places, functions, tree, only: allowed))
            for permission in Permission.allCases {
                let expected = allowed.contains(permission) ? person.scope(ifPermitted: permission) : nil
                #expect(key.scope(ifPermitted: permission) == expected, "\(tree.seed) \(permission)")
            }
            #expect(key.places.grants.isSubset(of: person.places.grants))
            #expect(key.places.grants.allSatisfy { allowed.contains($0.permission) })
            for grant in person.places.grants where key.places.mayGive(grant) { #expect(person.places.mayGive(grant)) }
            // What is read anew within a transaction is held down too.
            let anew = key.standing(places, in: tree.units)
            #expect(anew.places == key.places && anew.restriction == allowed)
            #expect(key.membership == person.membership)
        }
    }
}
