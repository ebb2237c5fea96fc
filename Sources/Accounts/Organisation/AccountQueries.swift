package import Kernel
import Persistence
package import Postgres

package enum AccountQueries {
    package static func insert(_ account: Account, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO accounts (id, external_id, name, time_zone, language, currency, version, created_at)
            VALUES (\(account.id), \(account.externalID), \(account.name), \(account.timeZone), \(account.language), \(account.currency),
                \(account.version), \(now))
            """
        )
        .refusing("accounts_one_per_external_id", with: OrganisationRefusal.externalIDTaken)
        // Of two accounts with one external id the ids are the same.
        .refusing("accounts_pkey", with: OrganisationRefusal.externalIDTaken)
    }

    /// For imports, which run again: whether the account is new. Its id comes from its external id (`ID.external`),
    /// because row security shows a transaction no account but its own, so none can be searched for by external id.
    package static func insertIfNew(_ account: Account, at now: Instant) -> Query<Bool> {
        Query(
            """
            INSERT INTO accounts (id, external_id, name, time_zone, language, currency, version, created_at)
            VALUES (\(account.id), \(account.externalID), \(account.name), \(account.timeZone), \(account.language), \(account.currency),
                \(account.version), \(now))
            ON CONFLICT (id) DO NOTHING
            """
        ) { rows in rows.affected == 1 }
        .refusing("accounts_one_per_external_id", with: OrganisationRefusal.externalIDTaken)
    }

    package static func find(_ id: AccountID) -> Query<Account> {
        .one(
            """
            SELECT a.id, a.external_id, a.name, a.time_zone, a.language, a.currency, a.status = 'active', a.version
            FROM accounts AS a
            WHERE a.id = \(id)
            """, otherwise: AccessRefusal.accountNotFound, account)
    }

    /// Locks the account's row until the transaction ends.
    static func forChange(_ id: AccountID) -> Query<Account> {
        .one(
            """
            SELECT a.id, a.external_id, a.name, a.time_zone, a.language, a.currency, a.status = 'active', a.version
            FROM accounts AS a
            WHERE a.id = \(id)
            FOR UPDATE
            """, otherwise: AccessRefusal.accountNotFound, account)
    }

    static func update(_ account: Account) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE accounts
            SET name = \(account.name), language = \(account.language), time_zone = \(account.timeZone),
                status = \(account.isActive ? "active" : "disabled"), version = \(account.version)
            WHERE id = \(account.id)
            """, otherwise: AccessRefusal.accountNotFound)
    }

    /// Whether IANA has a zone of that name: files that the system keeps beside them, such as `localtime`, mean something else elsewhere.
    static func timeZoneExists(_ name: String) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (
                SELECT FROM pg_timezone_names AS z
                WHERE z.name = \(name) AND z.name NOT IN ('localtime', 'posixrules', 'Factory') AND z.name NOT LIKE 'posix/%'
                    AND z.name NOT LIKE 'right/%'
            )
            """
        ) { row in try row.next() }
    }

    private static func account(_ row: inout Row) throws -> Account {
        Account(
            id: try row.next(), externalID: try row.next(), name: try row.next(), timeZone: try row.next(), language: try row.next(),
            currency: try row.next(), isActive: try row.next(), version: try row.next())
    }
}
