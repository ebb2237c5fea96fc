import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum DelegationQueries {
    static func insert(_ delegation: Delegation, in account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO delegations (account_id, id, delegator_id, act, starts_on, ends_on, amount, currency, version, created_at)
            VALUES (\(account), \(delegation.id), \(delegation.delegator), \(delegation.act.rawValue), \(delegation.startsOn),
                \(delegation.endsOn), \(delegation.upTo?.stored), \(delegation.upTo?.currency), \(delegation.version), \(now))
            """)
    }

    static func insertDelegates(of delegation: Delegation, in account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO delegates (account_id, delegation_id, membership_id)
            SELECT \(account), \(delegation.id), g.id FROM unnest(\(delegation.delegates)::uuid[]) AS g (id)
            """)
    }

    static func save(_ delegation: Delegation, in account: AccountID) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE delegations
            SET ends_on = \(delegation.endsOn), revoked_at = \(delegation.revokedAt), version = \(delegation.version)
            WHERE account_id = \(account) AND id = \(delegation.id)
            """, otherwise: DelegationRefusal.notFound)
    }

    /// A member's, the newest first.
    static func page(
        of delegator: MembershipID, in account: AccountID, before: DelegationID?, limit: Int, at now: Instant
    ) -> Query<[ListedDelegation]> {
        .all(
            """
            \(delegations(of: account, at: now))
            WHERE d.account_id = \(account) AND d.delegator_id = \(delegator)
                \(before, then: { "AND d.id < \($0)" })
            ORDER BY d.id DESC
            LIMIT \(limit)
            """, listed)
    }

    static func find(
        _ id: DelegationID, of delegator: MembershipID, in account: AccountID, at now: Instant
    ) -> Query<ListedDelegation?> {
        .optional(
            """
            \(delegations(of: account, at: now))
            WHERE d.account_id = \(account) AND d.id = \(id) AND d.delegator_id = \(delegator)
            """, listed)
    }

    /// What members have delegated to a person and is in force on the account's day.
    static func toPerson(_ person: PersonID, in account: AccountID, at now: Instant) -> Query<[ListedDelegation]> {
        .all(
            """
            \(delegations(of: account, at: now))
            WHERE d.account_id = \(account) AND d.revoked_at IS NULL AND t.today BETWEEN d.starts_on AND d.ends_on
                AND t.today >= m.starts_on AND (m.ends_on IS NULL OR t.today <= m.ends_on)
                AND d.id IN (
                    SELECT n.delegation_id
                    FROM memberships AS own
                    JOIN delegates AS n ON n.account_id = own.account_id AND n.membership_id = own.id
                    WHERE own.account_id = \(account) AND own.person_id = \(person) AND own.starts_on <= t.today
                        AND (own.ends_on IS NULL OR own.ends_on >= t.today))
            ORDER BY d.id
            """, listed)
    }

    private static func delegations(of account: AccountID, at now: Instant) -> SQL {
        """
        SELECT d.id, d.delegator_id, d.act, d.starts_on, d.ends_on, d.amount, d.currency,
            ARRAY(
                SELECT n.membership_id FROM delegates AS n
                WHERE n.account_id = d.account_id AND n.delegation_id = d.id ORDER BY n.membership_id),
            d.revoked_at, d.version, p.name,
            ARRAY(
                SELECT np.name
                FROM delegates AS n
                JOIN memberships AS nm ON nm.account_id = n.account_id AND nm.id = n.membership_id
                JOIN persons AS np ON np.id = nm.person_id
                WHERE n.account_id = d.account_id AND n.delegation_id = d.id ORDER BY n.membership_id),
            t.today
        FROM delegations AS d
        JOIN memberships AS m ON m.account_id = d.account_id AND m.id = d.delegator_id
        JOIN persons AS p ON p.id = m.person_id
        CROSS JOIN (
            SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today FROM accounts AS a WHERE a.id = \(account)
        ) AS t
        """
    }

    private static func listed(_ row: inout Row) throws -> ListedDelegation {
        let (id, delegator, word) = (try row.next(DelegationID.self), try row.next(MembershipID.self), try row.next(String.self))
        guard let act = SpendingLimit.Act(rawValue: word) else { throw UnknownWord(word: word) }
        let delegation = Delegation(
            id: id, delegator: delegator, act: act, startsOn: try row.next(), endsOn: try row.next(), upTo: try row.optionalMoney(),
            delegates: try row.next(), revokedAt: try row.next(), version: try row.next())
        return ListedDelegation(
            delegation: delegation, delegatorName: try row.next(), delegateNames: try row.next(), today: try row.next())
    }
}
