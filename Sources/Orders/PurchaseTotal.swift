package import Kernel

/// A year's orders and returns of an account in one currency; the year is the account's own calendar's.
package struct PurchaseTotal: Sendable, Equatable {
    package let year: Int
    package let orderCount: Int
    package let ordered: Money
    package let returnCount: Int
    /// What was credited, positive.
    package let returned: Money
}
