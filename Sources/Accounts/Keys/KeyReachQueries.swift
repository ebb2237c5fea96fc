package import FoundationEssentials
import Persistence
package import Postgres

/// What a key may do beside the accounts, where nothing names one.
package enum KeyReachQueries {
    /// Whether a key is for this in any account in which it works. The transaction's `app.person` must be the key's person.
    package static func works(_ key: UUID, for permission: Permission) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (
                SELECT
                FROM api_key_accounts AS ka
                WHERE ka.api_key_id = \(key) AND ka.revoked_at IS NULL AND \(permission.rawValue) = ANY(ka.permissions)
            )
            """
        ) { try $0.next(Bool.self) }
    }
}
