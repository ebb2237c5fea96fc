/// How far a place in an account's team goes.
package enum TeamAccess: String, Sendable, Comparable, CaseIterable, Codable {
    /// Reads everything, writes nothing.
    case read
    /// Writes what is the team's too, and acts on behalf of members where the function does.
    case edit

    package static func < (left: TeamAccess, right: TeamAccess) -> Bool { left == .read && right == .edit }
}

extension TeamFunction {
    /// Whether somebody with this function (and `edit`) acts on behalf of members: those who sell, configure and take orders. Who
    /// delivers or repairs has nothing to write in a customer's quotes.
    package var actsOnBehalf: Bool {
        switch self {
        case .accountManager, .productConfiguration, .orderService: true
        case .delivery, .afterSales: false
        }
    }
}
