import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum APIKeyQueries {
    // MARK: Reading

    /// The keys that work or worked in the account, as `key` reads them.
    private static func keys(for caller: Caller, at now: Instant) -> SQL {
        """
        SELECT k.id, k.person_id, p.name, k.name, ka.permissions, ka.created_at, k.expires_at, ka.revoked_at, k.version,
            (
                SELECT max(x.expires_at) FROM api_key_secrets AS x WHERE x.api_key_id = k.id AND x.expires_at > \(now)
            ),
            CASE WHEN \(showsUse(to: caller)) THEN k.last_used_at END, CASE WHEN \(showsUse(to: caller)) THEN k.last_used_address END
        FROM api_key_accounts AS ka
        JOIN api_keys AS k ON k.id = ka.api_key_id
        JOIN persons AS p ON p.id = k.person_id
        """
    }

    /// A use may have been in another account, which is nobody's business here.
    private static func showsUse(to caller: Caller) -> SQL {
        "(k.person_id = \(caller.person) OR (k.accounts = 1 AND ka.revoked_at IS NULL))"
    }

    /// The caller's own keys, and those of whoever has no place outside the units whose members the caller manages.
    private static func visible(to caller: Caller, at now: Instant) -> SQL {
        guard let scope = caller.scope(ifPermitted: .manageMembers) else { return "k.person_id = \(caller.person)" }
        if scope == .account { return "true" }
        let covered = scope.rows(unit: "m.unit_id", owner: "m.id")
        return """
            (
                k.person_id = \(caller.person)
                OR (
                    EXISTS (
                        SELECT FROM memberships AS m
                        WHERE m.account_id = ka.account_id AND m.person_id = k.person_id AND \(covered)
                    )
                    AND NOT EXISTS (
                        SELECT FROM memberships AS m
                        WHERE m.account_id = ka.account_id AND m.person_id = k.person_id AND NOT \(covered)
                            AND (m.ends_on IS NULL OR m.ends_on >= (\(now)::timestamptz AT TIME ZONE \(caller.timeZone)::text)::date)
                    )
                )
            )
            """
    }

    /// What the caller may see of them, the oldest first.
    static func page(for caller: Caller, after: APIKeyID?, limit: Int, at now: Instant) -> Query<[APIKey]> {
        .all(
            """
            \(keys(for: caller, at: now))
            WHERE ka.account_id = \(caller.account) AND \(visible(to: caller, at: now)) \(after, then: { "AND k.id > \($0)" })
            ORDER BY k.id
            LIMIT \(limit)
            """, key)
    }

    static func find(_ id: APIKeyID, for caller: Caller, at now: Instant) -> Query<APIKey?> {
        .optional(
            """
            \(keys(for: caller, at: now))
            WHERE ka.account_id = \(caller.account) AND k.id = \(id) AND \(visible(to: caller, at: now))
            """, key)
    }

    /// What a key may do in each account of its person that it works in. The transaction's `app.person` must be the person.
    static func permissions(of key: UUID) -> Query<[AccountID: Set<Permission>]> {
        Query(
            """
            SELECT ka.account_id, ka.permissions
            FROM api_key_accounts AS ka
            WHERE ka.api_key_id = \(key) AND ka.revoked_at IS NULL
            """
        ) { rows in
            Dictionary(
                try rows.map { row in (try row.next(AccountID.self), try row.permissions()) }, uniquingKeysWith: { first, _ in first })
        }
    }

    private static func key(_ row: inout Row) throws -> APIKey {
        let (id, person, personName) = (try row.next(APIKeyID.self), try row.next(PersonID.self), try row.next(String.self))
        let (name, permissions) = (try row.next(String.self), try row.permissions())
        let (createdAt, expiresAt) = (try row.next(Instant.self), try row.next(Instant?.self))
        let (revokedAt, version) = (try row.next(Instant?.self), try row.next(Int.self))
        let oldSecret = try row.next(Instant?.self)
        let (at, address) = (try row.next(Instant?.self), try row.next(String?.self))
        return APIKey(
            id: id, person: person, personName: personName, name: name, permissions: permissions, createdAt: createdAt,
            expiresAt: expiresAt, revokedAt: revokedAt, lastUse: at.map { APIKey.LastUse(at: $0, address: address ?? "") },
            oldSecretExpiresAt: oldSecret, version: version)
    }

    // MARK: Writing

    /// Whoever makes or changes keys of a person does it one after the other.
    static func lock(keysOf person: PersonID) -> Query<Void> {
        Query("SELECT p.id FROM persons AS p WHERE p.id = \(person) FOR NO KEY UPDATE")
    }

    /// How many keys of the person still open something.
    static func count(of person: PersonID, at now: Instant) -> Query<Int> {
        .one(
            """
            SELECT count(*)
            FROM api_keys AS k
            WHERE k.person_id = \(person) AND k.accounts > 0 AND (k.expires_at IS NULL OR k.expires_at > \(now))
            """
        ) { try $0.next() }
    }

    /// Whose a key is, where it still works somewhere.
    static func owned(_ id: APIKeyID, by person: PersonID, at now: Instant) -> Query<(name: String, expiresAt: Instant?, version: Int)?> {
        .optional(
            """
            SELECT k.name, k.expires_at, k.version
            FROM api_keys AS k
            WHERE k.id = \(id) AND k.person_id = \(person) AND k.accounts > 0 AND (k.expires_at IS NULL OR k.expires_at > \(now))
            """
        ) { row in (try row.next(), try row.next(), try row.next()) }
    }

    static func insert(_ key: APIKey) -> Query<Void> {
        Query(
            """
            INSERT INTO api_keys (id, person_id, name, created_at, expires_at, accounts, version)
            VALUES (\(key.id), \(key.person), \(key.name), \(key.createdAt), \(key.expiresAt), 1, \(key.version))
            """)
    }

    static func insert(secret digest: Digest, of key: APIKeyID, at now: Instant) -> Query<Void> {
        Query("INSERT INTO api_key_secrets (token_digest, api_key_id, created_at) VALUES (\(digest), \(key), \(now))")
    }

    static func admit(_ key: APIKey, to account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO api_key_accounts (account_id, api_key_id, permissions, created_at)
            VALUES (\(account), \(key.id), \(key.permissions.inOrder.map(\.rawValue)), \(now))
            """
        )
        .refusing("api_key_accounts_pkey", with: APIKeyRefusal.worksHere)
    }

    /// In how many accounts more it works.
    static func count(_ change: Int, accountsOf key: APIKeyID) -> Query<Void> {
        Query("UPDATE api_keys SET accounts = accounts + \(change), version = version + 1 WHERE id = \(key)")
    }

    static func save(_ key: APIKey) -> Query<Void> {
        Query("UPDATE api_keys SET name = \(key.name), expires_at = \(key.expiresAt), version = \(key.version) WHERE id = \(key.id)")
    }

    static func save(permissionsOf key: APIKey, in account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE api_key_accounts SET permissions = \(key.permissions.inOrder.map(\.rawValue))
            WHERE account_id = \(account) AND api_key_id = \(key.id)
            """)
    }

    static func revoke(_ key: APIKeyID, in account: AccountID, at now: Instant) -> Query<Void> {
        Query("UPDATE api_key_accounts SET revoked_at = \(now) WHERE account_id = \(account) AND api_key_id = \(key)")
    }

    /// The secret that had no end gets one; one that was to be over is over now, so that no more than two work.
    static func endSecrets(of key: APIKeyID, until: Instant, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE api_key_secrets
            SET expires_at = CASE WHEN expires_at IS NULL THEN \(until) ELSE least(expires_at, \(now)) END
            WHERE api_key_id = \(key) AND (expires_at IS NULL OR expires_at > \(now))
            """)
    }

    /// Uses of keys since they were written before.
    static func record(_ uses: [CredentialUses.Use]) -> Query<Void> {
        Query(
            """
            UPDATE api_keys AS k
            SET last_used_at = u.at, last_used_address = u.address
            FROM unnest(\(uses.map(\.credential.id)), \(uses.map(\.at)), \(uses.map(\.address))) AS u (id, at, address)
            WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
            """)
    }
}

extension Row {
    /// One that this version of the service does not know lets nobody do anything.
    fileprivate mutating func permissions() throws -> Set<Permission> {
        Set(try next([String].self).compactMap { Permission(rawValue: $0) })
    }
}
