package import FoundationEssentials
package import Kernel
package import Postgres

/// Whose rows a transaction may see: row security reads both settings (product.md rule 19). Neither: no account's rows at all.
package struct AccountScope: Sendable, Hashable {
    package var account: UUID?
    package var person: UUID?

    package init(account: UUID? = nil, person: UUID? = nil) {
        self.account = account
        self.person = person
    }

    package init<Account, Person>(account: ID<Account>, person: ID<Person>) {
        self.init(account: account.uuid, person: person.uuid)
    }

    package static let none = AccountScope()

    package var settings: [Setting] {
        var settings: [Setting] = []
        if let account { settings.append(Setting("app.account", account)) }
        if let person { settings.append(Setting("app.person", person)) }
        return settings
    }
}
