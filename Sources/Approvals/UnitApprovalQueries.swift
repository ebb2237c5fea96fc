package import Accounts
import Kernel
import Persistence
import Postgres

/// What approvals keep of units: the policy that counts there, and what waits.
package enum UnitApprovalQueries {
    package static let aspect = UnitAspect { account, units, _ in
        """
        (SELECT DISTINCT ON (p.unit_id) p.unit_id, 'approvalPolicy', NULL::uuid, 'version ' || p.version
        FROM approval_policies AS p
        WHERE p.account_id = \(account) AND (p.unit_id IS NULL OR p.unit_id = ANY(\(units)))
        ORDER BY p.unit_id, p.version DESC)
        """
    } openWork: { account, units in
        """
        SELECT 'approvals', count(*)
        FROM approval_plans AS p
        WHERE p.account_id = \(account) AND p.unit_id = ANY(\(units)) AND p.state = 'pending'
        """
    }
}
