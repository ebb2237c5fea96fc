import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing

@Suite(.database) struct SettingRoutesTests {
    @Test func `nothing is given to a unit that is disabled`() async throws {
        let company = try await UnitRoutesTests.Company()
        let works = company.works.id
        let centre = try await company.client.post(
            company.path("/cost-centres"), #"{"code": "W", "name": "Works", "unit": "\#(works)"}"#)
        let address = try await company.client.post(company.path("/addresses"), Self.address(company.sales.id.description))
        #expect([centre.status, address.status] == [201, 201])
        #expect(try await company.change(company.works, #"{"status": "disabled"}"#).status == 200)
        company.house.advance(.seconds(Limits.principalMemorySeconds))

        let added = [
            try await company.client.post(company.path("/cost-centres"), #"{"code": "X", "name": "X", "unit": "\#(works)"}"#),
            try await company.client.post(company.path("/addresses"), Self.address(works.description)),
            try await company.client.send(
                .patch, try #require(address.headers[.location]), headers: [.ifMatch: "\"v1\""], json: #"{"unit": "\#(works)"}"#),
        ]
        #expect(added.map(\.status) == [409, 409, 409])
        #expect(Set(added.map(\.problem)) == ["unit-disabled"])
        // What is there already is put in order all the same.
        let renamed = try await company.client.send(
            .patch, try #require(centre.headers[.location]), headers: [.ifMatch: "\"v1\""], json: #"{"name": "Old works"}"#)
        #expect(renamed.status == 200)
    }

    private static func address(_ unit: String) -> String {
        #"""
        {"unit": "\#(unit)", "uses": ["shipTo"], "name": "Gate 1", "lines": ["Canal 1"], "city": "Delft", "postalCode": "2611",
        "country": "NL"}
        """#
    }
}
