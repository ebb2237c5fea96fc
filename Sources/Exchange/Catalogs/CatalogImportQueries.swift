import Accounts
import FoundationEssentials
import Kernel
import Postgres

enum CatalogImportQueries {
    /// From here on the transaction is an account's: a catalog's files speak of several, and come in together.
    static func enter(_ account: AccountID) -> Query<Void> {
        Query("SELECT set_config('app.account', \(account.uuid.uuidString.lowercased()), true)")
    }

    /// Those of the addresses that are somebody's of the supplier.
    static func staff(among emails: [String]) -> Query<[String]> {
        .all("SELECT p.email FROM persons AS p JOIN staff AS s ON s.person_id = p.id WHERE p.email = ANY(\(emails))") { try $0.next() }
    }

    /// The account's units, each with the id that somebody else has given it.
    static func units(of account: AccountID) -> Query<[(id: UnitID, externalID: String?, isRoot: Bool)]> {
        .all(
            """
            SELECT u.id, u.external_id, u.parent_id IS NULL
            FROM units AS u
            WHERE u.account_id = \(account)
            """
        ) { row in (id: try row.next(), externalID: try row.next(), isRoot: try row.next()) }
    }
}
