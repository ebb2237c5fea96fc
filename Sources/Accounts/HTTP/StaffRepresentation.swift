import Kernel
import Web

struct StaffRepresentation: Encodable {
    let id: PersonID
    let name: String
    let email: String
    let title: String
    let permissions: [StaffPermissionPart]
    let status: String
    let endedAt: Instant?
    let version: Int
    let actions: [ActionLink]

    init(_ member: StaffMember, for principal: Principal) {
        id = member.person.id
        name = member.person.name
        email = member.person.email
        title = member.title
        permissions = StaffPermissionPart.all(member.permissions)
        status = member.endedAt == nil ? "active" : "ended"
        endedAt = member.endedAt
        version = member.version
        let manages = principal.staffPermissions.contains(.manageStaff)
        actions = manages ? [ActionLink("change", "PATCH", Self.path(member.person.id))] : []
    }

    static func path(_ id: PersonID) -> String { "/v1/staff/\(id)" }
}

/// Something that one of the supplier's people may do, in words.
struct StaffPermissionPart: Encodable {
    let permission: StaffPermission
    let explanation: String

    static func all(_ permissions: Set<StaffPermission>) -> [StaffPermissionPart] {
        permissions.ordered.map { StaffPermissionPart(permission: $0, explanation: "May \($0.words).") }
    }
}
