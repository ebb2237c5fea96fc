package import Kernel
import Persistence
package import Postgres

package enum DocumentCounterQueries {
    /// Takes the account's next number of a kind. The counter stays locked until the transaction ends, so a refused one leaves no gap.
    package static func next(_ kind: DocumentNumber.Kind, account: AccountID) -> Query<DocumentNumber> {
        .one(
            """
            INSERT INTO document_counters AS c (account_id, kind, last_number)
            VALUES (\(account), \(kind.rawValue), 1)
            ON CONFLICT (account_id, kind) DO UPDATE SET last_number = c.last_number + 1
            RETURNING last_number
            """
        ) { row in DocumentNumber(kind, try row.next()) }
    }
}
