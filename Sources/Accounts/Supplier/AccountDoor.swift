/// Which paths of an account are open to those whose place there is narrower than a member's or the team's. What is not named here is
/// closed to them, so that an endpoint that needs no permission does not let them in by being new.
enum AccountDoor {
    /// On behalf of a member: the catalog, and what is bought.
    static func isOpenOnBehalf(_ path: String) -> Bool {
        path == account || buying.contains(firstPart(of: path))
    }

    /// For a partner: the orders.
    static func isOpenToPartners(_ path: String) -> Bool { path == account + "/orders" || path == account + "/orders/{order}" }

    private static let account = "/v1/accounts/{account}"
    private static let buying: Set<Substring> = ["catalog", "prices", "contracts", "quotes", "approvals", "orders"]

    private static func firstPart(of path: String) -> Substring {
        guard path.hasPrefix(account + "/") else { return "" }
        return path.dropFirst(account.count + 1).prefix { $0 != "/" }
    }
}
