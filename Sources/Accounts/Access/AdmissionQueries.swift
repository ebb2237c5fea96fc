import FoundationEssentials
import Kernel
import Persistence
import Postgres

enum AdmissionQueries {
    static func principal(token: Digest, at now: Instant) -> Query<Principal?> {
        .optional(
            """
            SELECT s.id, s.expires_at, p.id, p.email, p.name, p.language, st.title, coalesce(st.reads_feed, false)
            FROM sessions AS s
            JOIN persons AS p ON p.id = s.person_id
            LEFT JOIN staff AS st ON st.person_id = p.id
            WHERE s.token_digest = \(token) AND s.ended_at IS NULL AND s.expires_at > \(now)
            """
        ) { row in try row.principal(token) }
    }

    /// Everything that a request in an account needs to know about who asks, in one statement: one row a membership in force, at least one
    /// row for a valid session. A disabled account admits its team and no customer. The transaction's `app.account` must be `account`.
    static func admission(token: Digest, account: AccountID, at now: Instant) -> Query<Admission?> {
        Query(
            """
            SELECT s.id, s.expires_at, p.id, p.email, p.name, p.language, st.title, coalesce(st.reads_feed, false),
                a.id, a.time_zone, a.language, a.currency,
                ARRAY(
                    SELECT t.function
                    FROM account_team_members AS t
                    WHERE t.account_id = a.id AND t.person_id = p.id
                        AND t.starts_on <= d.today AND (t.ends_on IS NULL OR t.ends_on >= d.today)
                ),
                m.id IS NOT NULL, m.account_id, m.id, m.person_id, m.unit_id, m.roles, m.manager_id, m.starts_on, m.ends_on,
                ARRAY(
                    WITH RECURSIVE below AS (
                        SELECT m.unit_id AS id
                        UNION
                        SELECT u.id FROM units AS u JOIN below AS b ON u.account_id = a.id AND u.parent_id = b.id
                    )
                    SELECT b.id FROM below AS b WHERE b.id IS NOT NULL
                )
            FROM sessions AS s
            JOIN persons AS p ON p.id = s.person_id
            LEFT JOIN staff AS st ON st.person_id = p.id
            LEFT JOIN accounts AS a ON a.id = \(account)
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            LEFT JOIN memberships AS m
                ON m.account_id = a.id AND m.person_id = p.id AND a.status = 'active'
                    AND m.starts_on <= d.today AND (m.ends_on IS NULL OR m.ends_on >= d.today)
            WHERE s.token_digest = \(token) AND s.ended_at IS NULL AND s.expires_at > \(now)
            ORDER BY m.starts_on, m.id
            """
        ) { rows in
            let found = try rows.map { row in (try row.principal(token), try row.accountPart()) }
            guard let (principal, first) = found.first else { return nil }
            let places = found.compactMap { $0.1?.place }
            guard let first, !(places.isEmpty && first.functions.isEmpty) else { return Admission(principal: principal, caller: nil) }
            return Admission(
                principal: principal,
                caller: Caller(
                    person: principal.person.id, personName: principal.person.name, account: first.id, timeZone: first.timeZone,
                    language: first.language, currency: first.currency, places: places, teamFunctions: first.functions,
                    sessionID: principal.sessionID))
        }
    }
}

/// The columns of the account, and of one membership in it where there is one.
private struct AccountPart {
    let id: AccountID
    let timeZone: String
    let language: String
    let currency: Currency
    let functions: Set<TeamFunction>
    let place: Place?
}

extension Row {
    fileprivate mutating func principal(_ token: Digest) throws -> Principal {
        let session = try next(UUID.self)
        let expiresAt = try next(Instant.self)
        let person = Person(id: try next(), email: try next(), name: try next(), language: try next())
        return Principal(
            person: person, staffTitle: try next(), readsFeed: try next(), sessionID: session, sessionDigest: token, expiresAt: expiresAt)
    }

    fileprivate mutating func accountPart() throws -> AccountPart? {
        guard let id = try next(AccountID?.self) else { return nil }
        let (timeZone, language, currency) = (try next(String.self), try next(String.self), try next(Currency.self))
        let functions = Set(try teamFunctions())
        guard try next(Bool.self) else {
            return AccountPart(
                id: id, timeZone: timeZone, language: language, currency: currency, functions: functions, place: nil)
        }
        let membership = try membership()
        let units = Set(try next([UUID].self).map { UnitID($0) })
        return AccountPart(
            id: id, timeZone: timeZone, language: language, currency: currency, functions: functions,
            place: Place(membership: membership, units: units))
    }
}
