package import Accounts
import Kernel
import Persistence
import Postgres

/// What quotes keep of members: those that they began and that are not finished.
package enum MemberQuoteQueries {
    package static let aspect = MemberAspect(
        openWork: { account, memberships in
            """
            SELECT 'quotes', count(*)
            FROM quotes AS q
            WHERE q.account_id = \(account) AND q.requester_id = ANY(\(memberships))
                AND q.state IN ('draft', 'requested', 'offered', 'submitted', 'approved')
            """
        },
        owned: { account, memberships, permission in
            guard [.readQuotes, .writeQuotes, .submitQuotes, .order, .readApprovals].contains(permission) else { return nil }
            return """
                SELECT q.unit_id, q.requester_id AS owner_id
                FROM quotes AS q
                WHERE q.account_id = \(account) AND q.requester_id = ANY(\(memberships))
                """
        })
}
