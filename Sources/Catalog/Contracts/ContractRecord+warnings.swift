import Accounts
import Kernel

extension ContractRecord {
    /// What keeps nothing from being published, and may surprise whoever publishes it. Nothing is compared across currencies (product.md
    /// rule 2): a contract in another one than the account's is for prices that are asked for in that one.
    func warnings(to caller: Caller) -> [Fault] {
        guard currency != caller.currency else { return [] }
        let detail = "The account buys in \(caller.currency): prices and discounts in \(currency) count only where that is asked for."
        return [Fault("/currency", "notTheAccounts", detail)]
    }
}
