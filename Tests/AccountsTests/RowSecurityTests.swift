import Accounts
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

@Suite(.database) struct RowSecurityTests {
    /// What a transaction that says `settings` sees in each table of 0003, as far as it is of `account`.
    static func visible(_ settings: [Setting], of account: AccountID, _ house: House) async throws -> [Int] {
        let query: Query<[Int]> = .one(
            """
            SELECT (SELECT count(*) FROM accounts WHERE id = \(account)),
                (SELECT count(*) FROM units WHERE account_id = \(account)),
                (SELECT count(*) FROM memberships WHERE account_id = \(account)),
                (SELECT count(*) FROM account_team_members WHERE account_id = \(account)),
                (SELECT count(*) FROM document_counters WHERE account_id = \(account))
            """
        ) { row in [try row.next(), try row.next(), try row.next(), try row.next(), try row.next()] }
        return try await house.database.read(settings, query)
    }

    static func full(_ name: String, _ house: House) async throws -> (Account, Person) {
        let (account, root) = try await house.account(name)
        let person = try await house.person(name)
        try await house.member(person, in: root, as: .buyer)
        _ = try await house.rep("Rep", for: account.id)
        let settings = AccountScope(account: account.id.uuid).settings
        try await house.database.transaction(settings) { transaction in
            try await transaction.run(
                Query<Void>("INSERT INTO document_counters (account_id, kind, last_number) VALUES (\(account.id), 'test', 1)"))
        }
        return (account, person)
    }

    @Test func `a transaction sees its account's rows and none of another's, in every table`() async throws {
        let house = House()
        let (acme, _) = try await Self.full("Acme", house)
        let (rival, _) = try await Self.full("Rival", house)
        let settings = AccountScope(account: acme.id.uuid).settings
        #expect(try await Self.visible(settings, of: acme.id, house) == [1, 1, 1, 1, 1])
        #expect(try await Self.visible(settings, of: rival.id, house) == [0, 0, 0, 0, 0])
        #expect(try await Self.visible([], of: acme.id, house) == [0, 0, 0, 0, 0])
    }

    @Test func `a person without an account sees the own places and nothing else`() async throws {
        let house = House()
        let (acme, ana) = try await Self.full("Acme", house)
        let (rival, _) = try await Self.full("Rival", house)
        let settings = AccountScope(person: ana.id.uuid).settings
        #expect(try await Self.visible(settings, of: acme.id, house) == [1, 0, 1, 0, 0])
        #expect(try await Self.visible(settings, of: rival.id, house) == [0, 0, 0, 0, 0])
    }

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
