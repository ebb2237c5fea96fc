import Kernel

/// One thing that somebody may do, how far, and where that comes from.
struct PermissionPart: Encodable {
    let permission: Permission
    let scope: Reach
    let explanation: String
    /// The roles that grant it; absent where it is the role that is told about.
    let from: [Source]?
    /// Whether the supplier has given it to the role, or to those; absent where the account has.
    let givenBySupplier: Bool?

    struct Source: Encodable {
        let role: RoleKey
        let name: String
        let scope: Reach
    }

    /// What a role says, wherever it is given.
    static func all(_ permissions: [Permission: Reach]) -> [PermissionPart] {
        Permission.allCases.compactMap { permission in
            permissions[permission].map { reach in
                let isTerm = Permission.terms.contains(permission)
                return PermissionPart(
                    permission: permission, scope: reach,
                    explanation: "May \(permission.words): \(reach.words)." + (isTerm ? " Given by the supplier." : ""), from: nil,
                    givenBySupplier: isTerm ? true : nil)
            }
        }
    }

    /// What a membership lets its person do.
    static func all(of found: PersonsPlace) -> [PermissionPart] {
        Permission.allCases.compactMap { permission in
            guard let reach = found.place.permissions[permission] else { return nil }
            let sources = (found.place.sources[permission] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map { key, reach in
                Source(role: key, name: found.roleNames[key] ?? key.rawValue, scope: reach)
            }
            let roles = sources.map(\.name).joined(separator: ", ")
            let isTerm = Permission.terms.contains(permission)
            return PermissionPart(
                permission: permission, scope: reach,
                explanation: "You may \(permission.words): \(reach.words(in: found.unitName)). That comes from: \(roles)"
                    + (isTerm ? ", given by the supplier." : "."),
                from: sources, givenBySupplier: isTerm ? true : nil)
        }
    }
}

extension Reach {
    fileprivate var words: String {
        switch self {
        case .own: "what is the member's own"
        case .unit: "in the member's unit and all below it"
        case .account: "in the whole account"
        }
    }

    fileprivate func words(in unit: String) -> String {
        switch self {
        case .own: "what is your own"
        case .unit: "in \(unit) and all below it"
        case .account: "in the whole account"
        }
    }
}
