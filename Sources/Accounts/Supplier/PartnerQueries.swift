import Kernel
import Persistence
import Postgres

enum PartnerQueries {
    static func insert(_ partner: Partner, at now: Instant) -> Query<Void> {
        Query("INSERT INTO partners (id, name, created_at) VALUES (\(partner.id), \(partner.name), \(now))")
            .refusing("partners_one_per_name", with: TeamRefusal.partnerNameTaken)
    }

    static func save(_ partner: Partner) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE partners SET name = \(partner.name), disabled_at = \(partner.disabledAt), version = \(partner.version)
            WHERE id = \(partner.id)
            """, otherwise: TeamRefusal.notFound
        )
        .refusing("partners_one_per_name", with: TeamRefusal.partnerNameTaken)
    }

    static func page(after: PartnerID?, limit: Int) -> Query<[Partner]> {
        .all(
            """
            SELECT c.id, c.name, c.disabled_at, c.version
            FROM partners AS c
            WHERE true \(after, then: { "AND c.id > \($0)" })
            ORDER BY c.id
            LIMIT \(limit)
            """, partner)
    }

    static func find(_ id: PartnerID) -> Query<Partner?> {
        .optional("SELECT c.id, c.name, c.disabled_at, c.version FROM partners AS c WHERE c.id = \(id)", partner)
    }

    /// The same, its row locked until the transaction ends: whatever changes a partner or its people comes after.
    static func locked(_ id: PartnerID) -> Query<Partner?> {
        .optional("SELECT c.id, c.name, c.disabled_at, c.version FROM partners AS c WHERE c.id = \(id) FOR NO KEY UPDATE", partner)
    }

    static func insert(_ place: PartnerPerson, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO partner_people (partner_id, id, person_id, starts_on, ends_on, created_at)
            VALUES (\(place.partner), \(place.id), \(place.person.id), \(place.startsOn), \(place.endsOn), \(now))
            """
        )
        .refusing("partner_people_once_a_day", with: TeamRefusal.alreadyThere)
    }

    static func save(_ place: PartnerPerson) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE partner_people SET ends_on = \(place.endsOn), version = \(place.version)
            WHERE partner_id = \(place.partner) AND id = \(place.id)
            """, otherwise: TeamRefusal.notFound)
    }

    /// - Parameter person: only theirs.
    static func people(of partner: PartnerID, person: PersonID? = nil, after: PartnerPersonID? = nil, limit: Int) -> Query<[PartnerPerson]>
    {
        .all(
            """
            SELECT w.id, w.partner_id, p.id, p.email, p.name, p.language, w.starts_on, w.ends_on, w.version
            FROM partner_people AS w
            JOIN persons AS p ON p.id = w.person_id
            WHERE w.partner_id = \(partner)
                \(person, then: { "AND w.person_id = \($0)" })
                \(after, then: { "AND w.id > \($0)" })
            ORDER BY w.id
            LIMIT \(limit)
            """, partnerPerson)
    }

    static func find(_ id: PartnerPersonID, of partner: PartnerID) -> Query<PartnerPerson?> {
        .optional(
            """
            SELECT w.id, w.partner_id, p.id, p.email, p.name, p.language, w.starts_on, w.ends_on, w.version
            FROM partner_people AS w
            JOIN persons AS p ON p.id = w.person_id
            WHERE w.partner_id = \(partner) AND w.id = \(id)
            """, partnerPerson)
    }

    static func insert(_ place: AccountPartner, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO account_partners (account_id, id, partner_id, starts_on, ends_on, created_at)
            VALUES (\(place.account), \(place.id), \(place.partner), \(place.startsOn), \(place.endsOn), \(now))
            """
        )
        .refusing("account_partners_once_a_day", with: TeamRefusal.alreadyThere)
    }

    static func save(_ place: AccountPartner) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE account_partners SET ends_on = \(place.endsOn), version = \(place.version)
            WHERE account_id = \(place.account) AND id = \(place.id)
            """, otherwise: TeamRefusal.notFound)
    }

    /// - Parameter partner: only its.
    static func ofAccount(
        _ account: AccountID, partner: PartnerID? = nil, after: AccountPartnerID? = nil, limit: Int
    ) -> Query<[AccountPartner]> {
        .all(
            """
            SELECT r.id, r.account_id, r.partner_id, c.name, r.starts_on, r.ends_on, r.version
            FROM account_partners AS r
            JOIN partners AS c ON c.id = r.partner_id
            WHERE r.account_id = \(account)
                \(partner, then: { "AND r.partner_id = \($0)" })
                \(after, then: { "AND r.id > \($0)" })
            ORDER BY r.id
            LIMIT \(limit)
            """, accountPartner)
    }

    static func find(_ id: AccountPartnerID, in account: AccountID) -> Query<AccountPartner?> {
        .optional(
            """
            SELECT r.id, r.account_id, r.partner_id, c.name, r.starts_on, r.ends_on, r.version
            FROM account_partners AS r
            JOIN partners AS c ON c.id = r.partner_id
            WHERE r.account_id = \(account) AND r.id = \(id)
            """, accountPartner)
    }

    /// The accounts for which a partner of the person's is of record today, by name. The transaction's `app.person` shows them.
    static func accounts(
        of person: PersonID, after position: (name: String, id: AccountID)? = nil, limit: Int, at now: Instant
    ) -> Query<[PartnersAccount]> {
        .all(
            """
            SELECT a.id, a.name, array_agg(DISTINCT c.name ORDER BY c.name)
            FROM partner_people AS w
            JOIN partners AS c ON c.id = w.partner_id AND c.disabled_at IS NULL
            JOIN account_partners AS r ON r.partner_id = w.partner_id
            JOIN accounts AS a ON a.id = r.account_id AND a.status = 'active'
            CROSS JOIN LATERAL (SELECT (\(now)::timestamptz AT TIME ZONE a.time_zone)::date AS today) AS d
            WHERE w.person_id = \(person)
                AND w.starts_on <= d.today AND (w.ends_on IS NULL OR w.ends_on >= d.today)
                AND r.starts_on <= d.today AND (r.ends_on IS NULL OR r.ends_on >= d.today)
                \(position, then: { "AND (a.name, a.id) > (\($0.name)::text, \($0.id)::uuid)" })
            GROUP BY a.id, a.name
            ORDER BY a.name, a.id
            LIMIT \(limit)
            """
        ) { row in PartnersAccount(id: try row.next(), name: try row.next(), partners: try row.next()) }
    }

    private static func partner(_ row: inout Row) throws -> Partner {
        Partner(id: try row.next(), name: try row.next(), disabledAt: try row.next(), version: try row.next())
    }

    private static func partnerPerson(_ row: inout Row) throws -> PartnerPerson {
        let (id, partner) = (try row.next(PartnerPersonID.self), try row.next(PartnerID.self))
        let person = Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next())
        return PartnerPerson(
            id: id, partner: partner, person: person, startsOn: try row.next(), endsOn: try row.next(), version: try row.next())
    }

    private static func accountPartner(_ row: inout Row) throws -> AccountPartner {
        AccountPartner(
            id: try row.next(), account: try row.next(), partner: try row.next(), partnerName: try row.next(),
            startsOn: try row.next(), endsOn: try row.next(), version: try row.next())
    }
}
