/// How far a role's permission reaches, seen from the member who has the role (product.md, Role).
package enum Reach: String, Sendable, Comparable, CaseIterable, Codable {
    /// What the member made.
    case own
    /// The member's unit and all below it.
    case unit
    case account

    package static func < (left: Reach, right: Reach) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .own: 0
        case .unit: 1
        case .account: 2
        }
    }
}
