package import Persistence
package import Postgres

extension Caller {
    /// What the transactions of this caller may see: the one account, and not the person's other accounts,
    /// so `app.person` (which shows those, for `GET /v1/me` and the portfolio) stays unset.
    package var accountScope: AccountScope { AccountScope(account: account.uuid) }

    package var rowSecurity: [Setting] { accountScope.settings }
}

extension Principal {
    /// For what a person reads across accounts: own memberships and teams.
    package var rowSecurity: [Setting] { AccountScope(person: person.id.uuid).settings }
}
