import Accounts
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// An account that comes into another time zone keeps who is in it and who is not.
@Suite(.database) struct TimeZoneTests {
    typealias Company = UnitRoutesTests.Company

    private func move(_ company: Company, to zone: String, version: Int, by client: RouterClient? = nil) async throws -> RouterAnswer {
        let answer = try await (client ?? company.client).send(
            .patch, company.path(""), headers: [.ifMatch: "\"v\(version)\""], json: #"{"timeZone": "\#(zone)"}"#)
        company.house.advance(.seconds(Limits.principalMemorySeconds))
        return answer
    }

    @Test(arguments: ["2026-06-01", "2026-06-14"])
    func `a membership that is over stays over where today is yesterday`(_ begun: String) async throws {
        let company = try await Company()
        let ben = try await company.house.person("Ben")
        let works = Membership(
            account: company.acme.id, id: company.house.world.newID(), person: ben.id, unit: company.works.id, roles: [.buyer],
            startsOn: try #require(LocalDate(begun)), endsOn: LocalDate("2026-06-14")!)
        try await company.house.add(works)
        let client = try await AccountRoutesTests.signedIn(company.house, ben)
        func state() async throws -> String? { try await company.client.get(company.path("/members/\(works.id)")).json?["state"]?.text }
        #expect(try await client.get(company.path("/units")).problem == "account-not-found")
        for (version, zone) in ["Pacific/Pago_Pago", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"].enumerated() {
            #expect(try await move(company, to: zone, version: version + 1).status == 200)
            #expect(try await client.get(company.path("/units")).problem == "account-not-found", "\(zone)")
            #expect(try await state() == "ended", "\(zone)")
            #expect(try await company.client.get(company.path("/units")).status == 200, "who is in stays in")
        }
        let events = try await company.house.database.read(
            AccountScope(account: company.acme.id.uuid).settings, LedgerQueries.page(of: company.acme.id.uuid, after: 0, limit: 100))
        let told = events.filter { $0.kind == "accountChanged" && $0.data.contains(#""over":["\#(works.id)"]"#) }
        #expect(told.count == 1)
    }

    @Test func `a member of today who came today stays in, and who is to come does not come sooner by going west`() async throws {
        let company = try await Company()
        let ben = try await company.house.person("Ben")
        let upcoming = Membership(
            account: company.acme.id, id: company.house.world.newID(), person: ben.id, unit: company.works.id, roles: [.buyer],
            startsOn: LocalDate("2026-06-16")!)
        try await company.house.add(upcoming)
        #expect(try await move(company, to: "Pacific/Pago_Pago", version: 1).status == 200)
        let read = try await company.client.get(company.path("/members/\(upcoming.id)"))
        #expect(read.json?["state"]?.text == "upcoming" && read.json?["startsOn"]?.text == "2026-06-16")
    }

    @Test func `days are the business of who manages members, so the time zone is too`() async throws {
        let company = try await Company()
        _ = try await company.client.post(
            company.path("/roles"), RoleRoutesTests.json("keeper", (.manageAccount, .account), (.readMembers, .account)))
        let kim = try await company.house.person("Kim")
        try await company.house.member(kim, in: company.root, as: RoleKey(rawValue: "keeper"))
        let client = try await MemberRoutesTests.client(company, kim)
        let refused = try await move(company, to: "Pacific/Pago_Pago", version: 1, by: client)
        #expect(refused.status == 403 && refused.json?["permission"]?.text == "manageMembers")
        let language = try await client.send(.patch, company.path(""), headers: [.ifMatch: "\"v1\""], json: #"{"language": "zh-CN"}"#)
        #expect(language.status == 200)
    }
}
