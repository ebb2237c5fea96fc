import Kernel
package import Persistence
package import Postgres

extension Caller {
    /// For `Database.write`: the account whose rows the transaction sees, and the person whose idempotency key it is; a rep's own, also on
    /// behalf of a member.
    package var accountScope: AccountScope { AccountScope(account: account, person: acting?.person ?? person) }

    /// What the reads of this caller may see: the one account, and not the person's other accounts,
    /// so `app.person` (which shows those, for `GET /v1/me` and the portfolio) stays unset.
    package var rowSecurity: [Setting] { AccountScope(account: account.uuid).settings }
}

extension Principal {
    /// The same, for verbs that take a scope.
    package var personScope: AccountScope { AccountScope(person: person.id.uuid) }

    /// For what a person reads across accounts: own memberships and teams.
    package var rowSecurity: [Setting] { AccountScope(person: person.id.uuid).settings }
}
