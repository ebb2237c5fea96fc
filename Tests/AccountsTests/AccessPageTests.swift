import Accounts
import Foundation
import PurveyorTesting
import Testing

@Suite struct AccessPageTests {
    @Test func `docs/access.md says of every permission what the built-in roles give`() throws {
        let page = try String(contentsOfFile: PackageFiles.path("docs/access.md"), encoding: .utf8)
        let written = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let roles = [BuiltInRole.shopper, .buyer, .approver, .accountAdmin, .auditor]
        #expect(Set(roles) == Set(BuiltInRole.allCases))
        let expected = Permission.allCases.map { permission in
            let scopes = roles.map { $0.role.permissions[permission]?.rawValue ?? "" }
            return "| `\(permission.rawValue)` | \(permission.words) | \(scopes.joined(separator: " | ")) |"
        }
        #expect(written == expected)
    }
}
