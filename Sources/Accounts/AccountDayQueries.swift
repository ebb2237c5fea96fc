package import Kernel
package import Postgres

/// Which day it is where an account is: days of contracts, members and teams are its own.
package enum AccountDayQueries {
    /// - Throws: `AccessRefusal.accountNotFound`.
    package static func today(in account: AccountID, at now: Instant) -> Query<LocalDate> {
        .one(
            "SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date FROM accounts AS a WHERE a.id = \(account)",
            otherwise: AccessRefusal.accountNotFound
        ) { row in try row.next() }
    }
}
