import Kernel

/// What a token opens in one account: nothing without a caller.
package struct Admission: Sendable, Equatable {
    package let principal: Principal
    /// Nil when the person has no place in the account, or it does not exist.
    package let caller: Caller?

    package init(principal: Principal, caller: Caller?) {
        self.principal = principal
        self.caller = caller
    }
}
