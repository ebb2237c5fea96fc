package import Accounts
import Ledger

/// Who writes an account's contracts: one of the supplier's people who may, or the operator's command, which is nobody.
package struct ContractAuthor: Sendable {
    let account: AccountID
    let person: PersonID?
    let actor: Actor

    package init(_ caller: Caller) throws(AccessRefusal) {
        try caller.toWriteContracts()
        account = caller.account
        person = caller.person
        actor = caller.actor
    }

    private init(account: AccountID) {
        self.account = account
        person = nil
        actor = .system
    }

    /// For who has the database itself.
    package static func command(in account: AccountID) -> ContractAuthor { ContractAuthor(account: account) }
}
