package import Kernel

/// How much a member, or whoever has a role, may order or approve: in one document, or in a period of the account's calendar. Absent is no
/// limit, zero is nothing.
package struct SpendingLimit: Sendable, Hashable {
    package enum Act: String, Sendable, CaseIterable, Codable {
        case order, approve

        /// Without it the limit says nothing.
        package var permission: Permission {
            switch self {
            case .order: .order
            case .approve: .decideApprovals
            }
        }
    }

    package enum Period: String, Sendable, CaseIterable, Codable { case each, day, week, month, quarter, year }

    package let act: Act
    package let period: Period
    package let amount: Money

    package init(act: Act, period: Period, amount: Money) {
        self.act = act
        self.period = period
        self.amount = amount
    }
}
