import Kernel
import Web

struct RoleRepresentation: Encodable {
    let key: RoleKey
    let name: String
    let isBuiltIn: Bool
    let status: String
    let permissions: [PermissionPart]
    /// Of those who have it, where their membership has none of its own.
    let limits: [MemberRepresentation.LimitPart]?
    /// Of the account's own.
    let version: Int?
    let actions: [ActionLink]

    init(_ role: ListedRole, for caller: Caller) {
        key = role.key
        switch role {
        case .builtIn(let role):
            name = role.rawValue
            isBuiltIn = true
            status = "active"
            permissions = PermissionPart.all(role.role.permissions)
            limits = nil
            version = nil
            actions = []
        case .own(let role):
            name = role.name
            isBuiltIn = false
            status = role.disabledAt == nil ? "active" : "disabled"
            permissions = PermissionPart.all(role.permissions)
            limits = role.limits.map(MemberRepresentation.LimitPart.init)
            version = role.version
            let mayChange = caller.scope(ifPermitted: .manageRoles) == .account
            actions = mayChange ? [ActionLink("change", "PATCH", Self.path(role.key, caller))] : []
        }
    }

    static func path(_ key: RoleKey, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/roles/\(key)" }
}
