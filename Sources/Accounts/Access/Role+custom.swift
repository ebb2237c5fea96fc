extension Role {
    /// An account's own roles, each permission of each as `key:permission:reach`. A permission that this version of the service does not
    /// know is granted to nobody.
    static func custom(_ granted: [String]) -> [Role] {
        let words = granted.map { $0.split(separator: ":").map(String.init) }
        return Dictionary(grouping: words.filter { $0.count == 3 }) { $0[0] }.map { key, granted in
            let pairs = granted.compactMap { words in
                Permission(rawValue: words[1]).flatMap { permission in Reach(rawValue: words[2]).map { (permission, $0) } }
            }
            return Role(name: key, permissions: Dictionary(pairs, uniquingKeysWith: max))
        }
    }
}
