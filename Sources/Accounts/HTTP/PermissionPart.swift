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
    static func all(_ permissions: [Permission: Reach], in words: AccessWords = .english) -> [PermissionPart] {
        Permission.allCases.compactMap { permission in
            permissions[permission].map { reach in
                let (act, place) = (words.act(of: permission), reach.words(words))
                let isTerm = Permission.terms.contains(permission)
                let giver = isTerm ? words(" Given by the supplier.", "由供应商授予。") : ""
                return PermissionPart(
                    permission: permission, scope: reach, explanation: words("May \(act): \(place).", "可以\(act)：\(place)。") + giver,
                    from: nil, givenBySupplier: isTerm ? true : nil)
            }
        }
    }

    /// What a membership lets its person do.
    static func all(of found: PersonsPlace, in words: AccessWords) -> [PermissionPart] {
        Permission.allCases.compactMap { permission in
            guard let reach = found.place.permissions[permission] else { return nil }
            let sources = (found.place.sources[permission] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map { key, reach in
                Source(role: key, name: found.roleNames[key] ?? key.rawValue, scope: reach)
            }
            let names = sources.map { words.role($0.role, named: $0.name) }
            let (act, place) = (words.act(of: permission), reach.words(in: found.unitName, words))
            let isTerm = Permission.terms.contains(permission)
            let (giver, chineseGiver) = isTerm ? (", given by the supplier", "，由供应商授予") : ("", "")
            return PermissionPart(
                permission: permission, scope: reach,
                explanation: words(
                    "You may \(act): \(place). That comes from: \(names.joined(separator: ", "))\(giver).",
                    "您可以\(act)：\(place)。来自：\(names.joined(separator: "、"))\(chineseGiver)。"),
                from: sources, givenBySupplier: isTerm ? true : nil)
        }
    }
}

extension Reach {
    fileprivate func words(_ words: AccessWords) -> String {
        switch self {
        case .own: words("what is the member's own", "成员自己的内容")
        case .unit: words("in the member's unit and all below it", "成员所在的部门及其所有下级")
        case .account: words("in the whole account", "整个账户")
        }
    }

    fileprivate func words(in unit: String, _ words: AccessWords) -> String {
        switch self {
        case .own: words("what is your own", "您自己的内容")
        case .unit: words("in \(unit) and all below it", "\(unit)及其所有下级")
        case .account: words("in the whole account", "整个账户")
        }
    }
}
