import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Nobody makes more of a place of their own: of none that holds today, of none that is to come, and of none that counts for nothing yet.
@Suite(.database) struct SelfGivingTests {
    typealias Company = UnitRoutesTests.Company

    /// Ada's company with Bea, who may do as much, and a role `reader`.
    private func begin() async throws -> (company: Company, bea: RouterClient) {
        let company = try await Company()
        let bea = try await company.house.person("Bea")
        try await company.house.member(bea, in: company.root, as: .accountAdmin)
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("reader", (.readQuotes, .unit)))
        return (company, try await MemberRoutesTests.client(company, bea))
    }

    private func place(_ company: Company, _ unit: Accounts.Unit, _ more: String = "", by client: RouterClient) async throws -> RouterAnswer
    {
        try await client.post(
            company.path("/members"), #"{"person": "\#(company.ada.id)", "unit": "\#(unit.id)", "roles": ["reader"]\#(more)}"#)
    }

    private func widen(_ company: Company, by client: RouterClient) async throws -> RouterAnswer {
        try await client.send(
            .patch, company.path("/roles/reader"), headers: [.ifMatch: "\"v1\""],
            json: #"{"permissions": [{"permission": "decideApprovals", "scope": "account"}]}"#)
    }

    @Test func `nobody gives themselves a place for later, in whatever zone today is yesterday`() async throws {
        let (company, bea) = try await begin()
        let moved = try await company.client.send(
            .patch, company.path(""), headers: [.ifMatch: "\"v1\""], json: #"{"timeZone": "Pacific/Pago_Pago"}"#)
        #expect(moved.status == 200)
        company.house.advance(.seconds(Limits.principalMemorySeconds))
        let later = #", "startsOn": "2026-06-15""#
        #expect(try await place(company, company.north, later, by: company.client).problem == "for-yourself")
        #expect(try await place(company, company.north, later, by: bea).status == 201, "another may")
        #expect(try await widen(company, by: company.client).problem == "for-yourself")
    }

    @Test func `nobody makes more of a place that they are to have`() async throws {
        let (company, bea) = try await begin()
        let made = try await place(company, company.north, #", "startsOn": "2026-06-20""#, by: bea)
        let here = try #require(made.headers[.location])
        #expect(try await widen(company, by: company.client).problem == "for-yourself")
        for change in [#"{"roles": ["reader", "approver"]}"#, #"{"roles": ["auditor"]}"#, #"{"unit": "\#(company.works.id)"}"#] {
            let answer = try await company.client.send(.patch, here, headers: [.ifMatch: "\"v1\""], json: change)
            #expect(answer.problem == "for-yourself", "\(change)")
        }
        #expect(try await company.change(company.works, #"{"parent": "\#(company.north.id)"}"#).problem == "for-yourself")
        #expect(try await company.change(company.north, #"{"status": "disabled"}"#).problem == "own-unit")
        #expect(try await widen(company, by: bea).status == 200, "another may")
    }

    @Test func `nobody makes more of a place in a disabled unit, nor of that unit`() async throws {
        let (company, bea) = try await begin()
        #expect(try await place(company, company.north, by: bea).status == 201)
        #expect(try await company.change(company.north, #"{"status": "disabled"}"#, by: bea).status == 200)
        company.house.advance(.seconds(Limits.principalMemorySeconds))
        #expect(try await widen(company, by: company.client).problem == "for-yourself")
        #expect(try await company.change(company.north, #"{"status": "active"}"#, version: 2).problem == "for-yourself")
        #expect(try await company.change(company.north, #"{"status": "active"}"#, version: 2, by: bea).status == 200)
    }

    @Test func `nobody makes more of a role that they have while it is disabled, for somebody else to enable`() async throws {
        let (company, bea) = try await begin()
        #expect(try await place(company, company.north, by: bea).status == 201)
        func change(_ json: String, version: Int, by client: RouterClient) async throws -> RouterAnswer {
            try await client.send(.patch, company.path("/roles/reader"), headers: [.ifMatch: "\"v\(version)\""], json: json)
        }
        #expect(try await change(#"{"status": "disabled"}"#, version: 1, by: bea).status == 200)
        let wider = #"{"permissions": [{"permission": "readQuotes", "scope": "unit"}, {"permission": "readEvents", "scope": "account"}]}"#
        #expect(try await change(wider, version: 2, by: company.client).problem == "for-yourself")
        #expect(try await change(wider, version: 2, by: bea).status == 200, "another may")
        #expect(try await change(#"{"status": "active"}"#, version: 3, by: company.client).problem == "for-yourself")
        #expect(try await change(#"{"status": "active"}"#, version: 3, by: bea).status == 200)
    }

    @Test func `one's own limit is only lowered by oneself, also where it says nothing yet`() async throws {
        let company = try await Company()
        let lead = RoleRoutesTests.json("lead", (.manageMembers, .unit), (.readMembers, .unit))
        _ = try await company.client.post(company.path("/roles"), lead)
        let kim = try await company.house.person("Kim")
        let own = try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "lead"))
        let client = try await MemberRoutesTests.client(company, kim)
        func limit(_ amount: String, version: Int, by client: RouterClient) async throws -> RouterAnswer {
            let limit = #"{"act": "order", "period": "each", "limit": {"amount": "\#(amount)", "currency": "EUR"}}"#
            return try await MemberRoutesTests.change(company, own.id, #"{"limits": [\#(limit)]}"#, version: version, by: client)
        }
        #expect(try await limit("1000000", version: 1, by: client).problem == "for-yourself")
        #expect(try await limit("500", version: 1, by: company.client).status == 200)
        #expect(try await limit("500.01", version: 2, by: client).problem == "for-yourself")
        #expect(try await limit("499.99", version: 2, by: client).status == 200)
        #expect(try await MemberRoutesTests.change(company, own.id, #"{"limits": []}"#, version: 3, by: client).problem == "for-yourself")
    }
}
