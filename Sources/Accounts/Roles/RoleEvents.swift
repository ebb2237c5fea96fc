import Kernel

/// What the ledger keeps of an account's own role.
struct RoleSaved: Encodable {
    let key: RoleKey
    let name: String
    /// `permission:reach`.
    let permissions: [String]
    let limits: [LimitSaved]
    let status: String

    init(_ role: AccountRole) {
        key = role.key
        name = role.name
        permissions = Permission.allCases.compactMap { permission in
            role.permissions[permission].map { "\(permission.rawValue):\($0.rawValue)" }
        }
        limits = role.limits.map(LimitSaved.init)
        status = role.disabledAt == nil ? "active" : "disabled"
    }
}

struct RoleChanged: Encodable {
    let from: RoleSaved
    let to: RoleSaved
}
