import Accounts
import HTTPTypes
import Kernel
import Ledger
import PurveyorTesting
import Testing
import Web

@Suite(.database) struct RoleRoutesTests {
    typealias Company = UnitRoutesTests.Company

    static func json(_ key: String, _ permissions: (Permission, Reach)...) -> String {
        let list = permissions.map { #"{"permission": "\#($0.0.rawValue)", "scope": "\#($0.1.rawValue)"}"# }.joined(separator: ", ")
        return #"{"key": "\#(key)", "name": "\#(key)", "permissions": [\#(list)]}"#
    }

    @Test func `a role is made, given, narrowed and disabled, and grants what it says from then on`() async throws {
        let company = try await Company()
        let made = try await company.client.post(company.path("/roles"), Self.json("planner", (.readQuotes, .unit), (.readMembers, .unit)))
        #expect(made.status == 201)
        let location = try #require(made.headers[.location])
        let ben = try await company.house.person("Ben")
        try await company.house.member(ben, in: company.sales, as: RoleKey(rawValue: "planner"))
        func scope(_ permission: Permission) async throws -> Scope? {
            company.house.advance(.seconds(Limits.principalMemorySeconds))
            return try await company.house.caller(ben, in: company.acme.id).scope(ifPermitted: permission)
        }
        #expect(try await scope(.readQuotes)?.covers(company.north.id) == true)
        #expect(try await scope(.readQuotes)?.covers(company.works.id) == false)
        let narrow = #"{"permissions": [{"permission": "readMembers", "scope": "own"}]}"#
        let changed = try await company.client.send(.patch, location, headers: [.ifMatch: "\"v1\""], json: narrow)
        #expect(changed.status == 200 && changed.headers[.eTag] == "\"v2\"")
        #expect(try await scope(.readQuotes) == nil)
        let off = try await company.client.send(.patch, location, headers: [.ifMatch: "\"v2\""], json: #"{"status": "disabled"}"#)
        #expect(off.json?["status"]?.text == "disabled")
        #expect(try await scope(.readMembers) == nil)
        #expect(try await company.events().suffix(3) == ["membershipAdded", "roleChanged", "roleChanged"])
        let listed = try await company.client.get(company.path("/roles")).json?["items"]?.items?.compactMap { $0["key"]?.text }
        #expect(listed == ["accountAdmin", "approver", "auditor", "buyer", "planner", "shopper"])
        let stale = try await company.client.send(.patch, location, headers: [.ifMatch: "\"v1\""], json: #"{"name": "Other"}"#)
        #expect(stale.status == 412)
    }

    @Test func `the pages of the roles hold each of them once`() async throws {
        let company = try await Company()
        for key in ["aa", "bz", "zz"] { _ = try await company.client.post(company.path("/roles"), Self.json(key, (.readQuotes, .own))) }
        var (keys, next): ([String], String?) = ([], company.path("/roles?limit=3"))
        while let page = next {
            let answer = try await company.client.get(page)
            keys += answer.json?["items"]?.items?.compactMap { $0["key"]?.text } ?? []
            next = answer.json?["next"]?.text.map { company.path("/roles?limit=3&cursor=\($0)") }
        }
        #expect(keys == ["aa", "accountAdmin", "approver", "auditor", "buyer", "bz", "shopper", "zz"])
    }

    @Test func `nobody puts into a role what they do not hold, nor what is the supplier's to give, nor too little`() async throws {
        let company = try await Company()
        let all: [(String, (Permission, Reach), String)] = [
            ("a1", (.negotiatePrices, .own), "only-the-supplier"), ("a2", (.readAccountView, .account), "only-the-supplier"),
            ("a3", (.manageRoles, .unit), "reach-too-narrow"), ("shopper", (.readQuotes, .own), "role-key-taken"),
        ]
        for (key, permission, code) in all {
            let answer = try await company.client.post(company.path("/roles"), Self.json(key, permission))
            #expect(answer.json?["type"]?.text?.hasSuffix(code) == true, "\(key)")
        }
        _ = try await company.client.post(
            company.path("/roles"), Self.json("keeper", (.manageRoles, .account), (.readMembers, .account), (.readQuotes, .unit)))
        let kim = try await company.house.person("Kim")
        try await company.house.member(kim, in: company.root, as: RoleKey(rawValue: "keeper"))
        let client = company.house.client.bearing(try await company.house.token(kim))
        let more = try await client.post(company.path("/roles"), Self.json("more", (.order, .own), (.decideApprovals, .unit)))
        #expect(more.status == 403)
        #expect(more.json?["permissions"]?.items?.compactMap(\.text) == ["order", "decideApprovals"])
        #expect(try await client.post(company.path("/roles"), Self.json("fair", (.readQuotes, .unit))).status == 201)
    }

    @Test func `nobody widens a role that they have themselves, and an account keeps an admin`() async throws {
        let company = try await Company()
        let wide = Self.json("chief", (.manageMembers, .account), (.manageRoles, .account), (.readMembers, .account))
        _ = try await company.client.post(company.path("/roles"), wide)
        let kim = try await company.house.person("Kim")
        try await company.house.member(kim, in: company.root, as: RoleKey(rawValue: "chief"))
        let client = company.house.client.bearing(try await company.house.token(kim))
        let body =
            #"{"permissions": [{"permission": "manageMembers", "scope": "account"}, "#
            + #"{"permission": "manageRoles", "scope": "account"}, {"permission": "decideApprovals", "scope": "account"}]}"#
        let own = try await client.send(.patch, company.path("/roles/chief"), headers: [.ifMatch: "\"v1\""], json: body)
        #expect(own.json?["type"]?.text?.hasSuffix("for-yourself") == true)
        #expect(own.json?["permissions"]?.items?.compactMap(\.text) == ["decideApprovals"])
        let off = #"{"status": "disabled"}"#
        try await EndMembership(database: company.house.database, world: company.house.world)(
            company.house.caller(company.ada, in: company.acme.id).member().id, in: company.acme.id, on: LocalDate("2026-06-20")!,
            by: .system)
        let last = try await client.send(.patch, company.path("/roles/chief"), headers: [.ifMatch: "\"v1\""], json: off)
        #expect(last.status == 409)
        #expect(last.json?["type"]?.text?.hasSuffix("last-account-admin") == true)
    }
}
