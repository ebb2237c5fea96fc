import Kernel

/// What a token opens in one account: nothing without a caller.
package struct Admission: Sendable, Equatable {
    package let principal: Principal
    /// Nil when the person has no place in the account, or it does not exist.
    package let caller: Caller?
    /// When the account's day ends: memberships begin and end with days.
    let until: Instant?

    init(principal: Principal, caller: Caller?, until: Instant? = nil) {
        self.principal = principal
        self.caller = caller
        self.until = until
    }
}
