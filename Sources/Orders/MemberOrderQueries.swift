package import Accounts
import Kernel
import Persistence
import Postgres

/// What orders keep of members: those that grew from what they began.
package enum MemberOrderQueries {
    package static let aspect = MemberAspect(
        owned: { account, memberships, permission in
            guard permission == .readOrders else { return nil }
            return """
                SELECT o.unit_id, o.requester_id AS owner_id
                FROM orders AS o
                WHERE o.account_id = \(account) AND o.requester_id = ANY(\(memberships))
                """
        })
}
