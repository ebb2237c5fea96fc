import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

@Suite(.database) struct MemberRoutesTests {
    typealias Company = UnitRoutesTests.Company

    /// Ben, who has a place in Works and with it is known in the account.
    static func ben(in company: Company, as roles: RoleKey...) async throws -> (person: Person, membership: Membership) {
        let ben = try await company.house.person("Ben")
        let membership = Membership(
            account: company.acme.id, id: company.house.world.newID(), person: ben.id, unit: company.works.id,
            roles: roles.isEmpty ? [.shopper] : roles, startsOn: LocalDate("2026-01-01")!)
        try await company.house.add(membership)
        return (ben, membership)
    }

    static func change(
        _ company: Company, _ member: MembershipID, _ json: String, version: Int = 1, by client: RouterClient? = nil
    ) async throws -> RouterAnswer {
        try await (client ?? company.client).send(
            .patch, company.path("/members/\(member)"), headers: [.ifMatch: "\"v\(version)\""], json: json)
    }

    static func end(
        _ company: Company, _ member: MembershipID, _ json: String, version: Int = 1, by client: RouterClient? = nil
    ) async throws -> RouterAnswer {
        try await (client ?? company.client).post(
            company.path("/members/\(member)/end"), headers: [.ifMatch: "\"v\(version)\""], json)
    }

    static func client(_ company: Company, _ person: Person) async throws -> RouterClient {
        company.house.client.bearing(try await company.house.token(person))
    }

    @Test func `somebody known is added, read, changed and ended, each with its event`() async throws {
        let company = try await Company()
        let (ben, other) = try await Self.ben(in: company)
        let body = """
            {"person": "\(ben.id)", "unit": "\(company.north.id)", "roles": ["buyer", "buyer"], "manager": null,
            "limits": [{"act": "order", "period": "each", "limit": {"amount": "500.00", "currency": "EUR"}}]}
            """
        let made = try await company.client.post(company.path("/members"), body)
        #expect(made.status == 201)
        #expect(made.json?["startsOn"]?.text == "2026-06-15", "today, where nothing is said")
        let location = try #require(made.headers[.location])
        let read = try await company.client.get(location)
        #expect(read.json?["roles"]?.items?.compactMap(\.text) == ["buyer"])
        #expect(read.json?["limits"]?.items?.first?["limit"]?["amount"]?.text == "500.00")
        #expect(read.json?["state"]?.text == "inForce")
        let id = try #require(read.json?["id"]?.text.flatMap { MembershipID($0) })
        let changed = try await Self.change(company, id, #"{"roles": ["shopper"], "unit": "\#(company.south.id)", "limits": []}"#)
        #expect(changed.headers[.eTag] == "\"v2\"")
        #expect(changed.json?["unit"]?["name"]?.text == "South")
        #expect(changed.json?["limits"]?.items?.isEmpty == true)
        #expect(try await Self.change(company, id, #"{"roles": ["buyer"]}"#).status == 412)
        let nothing = try await Self.change(company, id, #"{"roles": ["shopper"]}"#, version: 2)
        #expect(nothing.headers[.eTag] == "\"v2\"")
        let ended = try await Self.end(company, id, #"{"lastDay": "2026-06-14", "successor": "\#(other.id)"}"#, version: 2)
        #expect(ended.status == 200)
        #expect(ended.json?["state"]?.text == "inForce", "it began today and ends with its first day")
        #expect(ended.json?["successor"]?.text == other.id.description)
        #expect(try await company.events().suffix(3) == ["membershipAdded", "membershipChanged", "membershipEnded"])
        company.house.advance(.seconds(86_400))
        let tomorrow = try await Self.client(company, company.ada)
        #expect(try await tomorrow.get(location).json?["state"]?.text == "ended")
        #expect(try await Self.change(company, id, #"{"roles": ["buyer"]}"#, version: 3, by: tomorrow).problem == "membership-ended")
    }

    @Test func `the list is of a unit and below, of a role, of a name, of a state`() async throws {
        let company = try await Company()
        let cleo = try await company.house.person("Cleo")
        try await company.house.member(cleo, in: company.north, as: .approver)
        _ = try await Self.ben(in: company)
        func names(_ query: String) async throws -> [String] {
            try await company.client.get(company.path("/members?\(query)")).json?["items"]?.items?.compactMap {
                $0["person"]?["name"]?.text
            }.sorted() ?? []
        }
        #expect(try await names("unit=\(company.sales.id)") == ["Cleo"])
        #expect(try await names("role=shopper") == ["Ben"])
        #expect(try await names("q=ADA") == ["Ada"])
        #expect(try await names("state=inForce") == ["Ada", "Ben", "Cleo"])
        #expect(try await names("state=ended").isEmpty)
        #expect(try await company.client.get(company.path("/members?state=gone")).status == 422)
    }

    @Test func `a place is given to those who are known, in a unit that is enabled, with roles that there are`() async throws {
        let company = try await Company()
        let (ben, _) = try await Self.ben(in: company)
        let stranger = try await company.house.person("Stranger")
        func add(_ person: Person, _ unit: Accounts.Unit, _ role: String, _ more: String = "") async throws -> String? {
            try await company.client.post(
                company.path("/members"), #"{"person": "\#(person.id)", "unit": "\#(unit.id)", "roles": ["\#(role)"]\#(more)}"#
            ).problem
        }
        #expect(try await add(stranger, company.north, "shopper") == "member-person-not-found")
        #expect(try await add(ben, company.north, "nobody") == "unknown-role")
        #expect(try await add(ben, company.works, "shopper") == "already-a-member")
        #expect(try await add(ben, company.north, "shopper", #", "startsOn": "2026-06-14""#) == "invalid-period")
        #expect(try await add(ben, company.north, "shopper", #", "manager": "\#(ben.id)""#) == "manager-not-found")
        _ = try await company.change(company.sales, #"{"status": "disabled"}"#)
        #expect(try await add(ben, company.north, "shopper") == "unit-disabled")
        await #expect(throws: OrganisationRefusal.unitDisabled) {
            try await company.house.member(ben, in: company.north, as: .shopper)
        }
    }

    @Test func `nobody manages their own manager, however many stand between`() async throws {
        let company = try await Company()
        var chain: [Membership] = []
        for name in ["Ben", "Kim", "Lou"] {
            chain.append(try await company.house.member(try await company.house.person(name), in: company.works, as: .shopper))
        }
        func manage(_ member: Membership, by manager: Membership) async throws -> RouterAnswer {
            try await Self.change(company, member.id, #"{"manager": "\#(manager.id)"}"#)
        }
        #expect(try await manage(chain[0], by: chain[1]).status == 200)
        #expect(try await manage(chain[1], by: chain[2]).status == 200)
        let circle = try await manage(chain[2], by: chain[0])
        #expect(circle.problem == "manager-circle")
        #expect(circle.faults == ["/manager circle"])
    }

    @Test func `who manages the members of a unit gives there what they hold there, and themselves nothing`() async throws {
        let company = try await Company()
        let lead = RoleRoutesTests.json("lead", (.manageMembers, .unit), (.readMembers, .unit), (.readQuotes, .unit))
        _ = try await company.client.post(company.path("/roles"), lead)
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("reader", (.readQuotes, .unit)))
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("wide", (.readQuotes, .account)))
        let (ben, works) = try await Self.ben(in: company)
        let kim = try await company.house.person("Kim")
        let own = try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "lead"))
        let unseen = try await Self.client(company, kim).post(
            company.path("/members"), #"{"person": "\#(ben.id)", "unit": "\#(company.north.id)", "roles": ["reader"]}"#)
        #expect(unseen.problem == "member-person-not-found", "whom one does not see one does not add")
        try await company.house.member(ben, in: company.south, as: .shopper)
        let client = try await Self.client(company, kim)
        func give(_ role: String, _ unit: Accounts.Unit, to person: Person) async throws -> String? {
            let answer = try await client.post(
                company.path("/members"), #"{"person": "\#(person.id)", "unit": "\#(unit.id)", "roles": ["\#(role)"]}"#)
            return answer.status == 201 ? nil : answer.problem
        }
        #expect(try await give("buyer", company.north, to: ben) == "more-than-you-hold")
        #expect(try await give("wide", company.north, to: ben) == "more-than-you-hold")
        #expect(try await give("reader", company.works, to: ben) == "member-unit-not-found")
        #expect(try await give("accountAdmin", company.north, to: kim) == "for-yourself")
        #expect(try await give("reader", company.north, to: ben) == nil)
        #expect(try await Self.change(company, own.id, #"{"roles": ["lead", "buyer"]}"#, by: client).problem == "for-yourself")
        #expect(try await Self.change(company, own.id, #"{"unit": "\#(company.root.id)"}"#, by: client).problem == "member-unit-not-found")
        #expect(try await Self.change(company, works.id, #"{"roles": ["reader"]}"#, by: client).status == 404)
    }

    @Test func `nobody gives a higher limit than their own`() async throws {
        let company = try await Company()
        let desk = RoleRoutesTests.json("desk", (.manageMembers, .unit), (.readMembers, .unit), (.order, .unit))
        _ = try await company.client.post(company.path("/roles"), desk)
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("orderer", (.order, .own)))
        let (ben, _) = try await Self.ben(in: company)
        try await company.house.member(ben, in: company.south, as: .shopper)
        let kim = try await company.house.person("Kim")
        let own = try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "desk"))
        func limit(_ amount: String, _ currency: String = "EUR") -> String {
            #"[{"act": "order", "period": "each", "limit": {"amount": "\#(amount)", "currency": "\#(currency)"}}]"#
        }
        #expect(try await Self.change(company, own.id, #"{"limits": \#(limit("1000"))}"#).status == 200)
        let client = try await Self.client(company, kim)
        func give(_ limits: String) async throws -> RouterAnswer {
            let body = #"{"person": "\#(ben.id)", "unit": "\#(company.north.id)", "roles": ["orderer"], "limits": \#(limits)}"#
            return try await client.post(company.path("/members"), body)
        }
        #expect(try await give("[]").problem == "more-than-your-limit")
        #expect(try await give(limit("1000.01")).problem == "more-than-your-limit")
        #expect(try await give(limit("1", "USD")).problem == "more-than-your-limit")
        #expect(try await give(limit("1000")).status == 201)
        #expect(try await Self.change(company, own.id, #"{"limits": []}"#, version: 2, by: client).problem == "for-yourself")
    }

    @Test func `nobody gains by moving a unit`() async throws {
        let company = try await Company()
        let mover = RoleRoutesTests.json("mover", (.manageUnits, .unit), (.readMembers, .unit))
        _ = try await company.client.post(company.path("/roles"), mover)
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("reader", (.readQuotes, .unit)))
        let kim = try await company.house.person("Kim")
        try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "mover"))
        try await company.house.member(kim, in: company.north, as: RoleKey(rawValue: "reader"))
        let client = try await Self.client(company, kim)
        let body = #"{"parent": "\#(company.north.id)"}"#
        #expect(try await company.change(company.south, body, by: client).problem == "for-yourself")
        let ben = try await company.house.person("Ben")
        let east = try await company.house.unit("East", under: company.sales)
        try await company.house.member(ben, in: east, as: RoleKey(rawValue: "reader"))
        let under = #"{"parent": "\#(east.id)"}"#
        #expect(try await company.change(company.south, under, by: client).problem == "more-than-you-hold")
        #expect(try await company.change(company.south, under).status == 200, "the admin holds all of it")
    }

    @Test func `an account keeps an admin who stays, whoever leaves, is changed or is disabled`() async throws {
        let company = try await Company()
        let ada = try await company.house.caller(company.ada, in: company.acme.id).member().id
        let (ben, works) = try await Self.ben(in: company, as: .accountAdmin)
        let second = try await Self.client(company, ben)
        #expect(try await Self.end(company, ada, #"{"lastDay": "2026-07-31", "successor": "\#(works.id)"}"#).status == 200)
        #expect(try await Self.change(company, works.id, #"{"roles": ["buyer"]}"#).problem == "last-account-admin")
        #expect(try await Self.end(company, works.id, #"{"lastDay": "2026-08-31"}"#, by: second).problem == "last-account-admin")
        #expect(try await company.change(company.works, #"{"status": "disabled"}"#).problem == "last-account-admin")
    }

    @Test(arguments: 1...3)
    func `of two admins who change one member at once one is told so, and two who end each other leave one`(_ round: Int) async throws {
        let company = try await Company()
        let (ben, works) = try await Self.ben(in: company, as: .accountAdmin)
        let cleo = try await company.house.person("Cleo")
        let third = try await company.house.member(cleo, in: company.north, as: .shopper)
        let second = try await Self.client(company, ben)
        async let one = Self.change(company, third.id, #"{"roles": ["buyer"]}"#)
        async let other = Self.change(company, third.id, #"{"roles": ["auditor"]}"#, by: second)
        #expect(try await [one.status, other.status].sorted() == [200, 412])
        let ada = try await company.house.caller(company.ada, in: company.acme.id).member().id
        async let his = Self.end(company, works.id, #"{"lastDay": "2026-06-14", "successor": "\#(ada)"}"#)
        async let hers = Self.end(company, ada, #"{"lastDay": "2026-06-14", "successor": "\#(works.id)"}"#, by: second)
        let answers = try await [his, hers]
        #expect(answers.count { $0.status == 200 } == 1, "\(answers.map(\.problem))")
        #expect(!answers.contains { $0.status >= 500 })
    }
}
