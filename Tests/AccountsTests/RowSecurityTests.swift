import Accounts
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

@Suite(.database) struct RowSecurityTests {
    @Test func `a transaction writes into no account but its own`() async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        let (rival, root) = try await house.account("Rival")
        let intruder = Unit(account: rival.id, id: house.world.newID(), parent: root.id, name: "Intruder")
        await #expect(throws: PostgresError.self) {
            try await house.database.transaction(AccountScope(account: acme.id.uuid).settings) { transaction in
                try await transaction.run(UnitQueries.insert(intruder, at: house.world.now()))
            }
        }
    }

    @Test func `an import done again changes nothing`() async throws {
        let house = House()
        let external = "C-\(house.world.newUUID())"
        let account = Account(
            id: .external("test", "account", external), externalID: external, name: "Imported", timeZone: "UTC",
            currency: Currency("GBP")!)
        let root = Unit(account: account.id, id: .external("test", "account", external, "root"), parent: nil, name: "Imported")
        var answers: [Bool] = []
        for _ in 0..<2 {
            let isNew = try await house.database.transaction(AccountScope(account: account.id.uuid).settings) { transaction in
                let (isNew, _) = try await transaction.run(
                    AccountQueries.insertIfNew(account, at: house.world.now()), UnitQueries.insertIfNew(root, at: house.world.now()))
                return isNew
            }
            answers.append(isNew)
        }
        #expect(answers == [true, false])
        #expect(AccountID.external("ab", "c") != AccountID.external("a", "bc"))
    }
}
