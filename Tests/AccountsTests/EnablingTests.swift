import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// A place in a disabled unit counts for nothing: who makes it count again gives what it gives.
@Suite(.database) struct EnablingTests {
    typealias Company = UnitRoutesTests.Company

    /// Kim keeps the units of Sales; East is under North, which Ada has disabled.
    private func begin(_ kims: RoleKey?, bens: RoleKey) async throws -> (company: Company, kim: RouterClient, east: Accounts.Unit) {
        let company = try await Company()
        let keeper = RoleRoutesTests.json("keeper", (.manageUnits, .unit), (.readMembers, .unit))
        _ = try await company.client.post(company.path("/roles"), keeper)
        let east = try await company.house.unit("East", under: company.north)
        let (kim, ben) = (try await company.house.person("Kim"), try await company.house.person("Ben"))
        try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "keeper"))
        try await company.house.member(ben, in: east, as: bens)
        if let kims { try await company.house.member(kim, in: east, as: kims) }
        #expect(try await company.change(company.north, #"{"status": "disabled"}"#).status == 200)
        company.house.advance(.seconds(Limits.principalMemorySeconds))
        return (company, try await MemberRoutesTests.client(company, kim), east)
    }

    private static let enabled = #"{"status": "active"}"#

    @Test func `nobody gives themselves a place by enabling its unit, nor by moving it out of a disabled one`() async throws {
        let (company, kim, east) = try await begin(.accountAdmin, bens: RoleKey(rawValue: "keeper"))
        let enabling = try await company.change(company.north, Self.enabled, version: 2, by: kim)
        #expect(enabling.problem == "for-yourself")
        #expect(enabling.json?["permissions"]?.items?.contains(.string("manageMembers")) == true)
        let moving = try await company.change(east, #"{"parent": "\#(company.south.id)"}"#, by: kim)
        #expect(moving.problem == "for-yourself")
        #expect(try await company.tree().isDisabled(east.id), "what is refused changes nothing")
        #expect(try await company.change(company.north, Self.enabled, version: 2).status == 200, "Ada gives what she holds")
    }

    @Test func `nobody gives others more than they hold by it`() async throws {
        let (company, kim, east) = try await begin(nil, bens: .buyer)
        #expect(try await company.change(company.north, Self.enabled, version: 2, by: kim).problem == "more-than-you-hold")
        let under = #"{"parent": "\#(company.south.id)"}"#
        #expect(try await company.change(east, under, by: kim).problem == "more-than-you-hold")
        #expect(try await company.change(east, under).status == 200)
        #expect(try await company.tree().isDisabled(east.id) == false)
    }

    @Test func `what one holds one may bring back`() async throws {
        let (company, kim, _) = try await begin(nil, bens: RoleKey(rawValue: "keeper"))
        #expect(try await company.change(company.north, Self.enabled, version: 2, by: kim).status == 200)
    }
}
