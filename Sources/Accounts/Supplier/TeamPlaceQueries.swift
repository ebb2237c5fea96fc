import Kernel
import Persistence
import Postgres

/// The places of an account's team, as they are managed.
enum TeamPlaceQueries {
    static func insert(_ place: TeamPlace) -> Query<Void> {
        Query(
            """
            INSERT INTO account_team_members (account_id, id, person_id, function, access, starts_on, ends_on)
            VALUES (\(place.member.account), \(place.id), \(place.member.person), \(place.member.function.rawValue),
                \(place.member.access.rawValue), \(place.member.startsOn), \(place.member.endsOn))
            """
        )
        .refusing("account_team_members_once_from_a_day", with: TeamRefusal.alreadyThere)
        .refusing("account_team_members_are_staff", with: TeamRefusal.personNotFound)
    }

    static func save(_ place: TeamPlace) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE account_team_members
            SET access = \(place.member.access.rawValue), ends_on = \(place.member.endsOn), version = \(place.version)
            WHERE account_id = \(place.member.account) AND id = \(place.id)
            """, otherwise: TeamRefusal.notFound)
    }

    /// Ended ones too, in the order of their ids.
    static func page(of account: AccountID, after: TeamPlaceID?, limit: Int) -> Query<[TeamPlace]> {
        .all(
            """
            \(places)
            WHERE t.account_id = \(account) \(after, then: { "AND t.id > \($0)" })
            ORDER BY t.id
            LIMIT \(limit)
            """, place)
    }

    /// Those of one person.
    static func all(of person: PersonID, in account: AccountID) -> Query<[TeamPlace]> {
        .all("\(places) WHERE t.account_id = \(account) AND t.person_id = \(person) ORDER BY t.id", place)
    }

    static func find(_ id: TeamPlaceID, in account: AccountID) -> Query<TeamPlace?> {
        .optional("\(places) WHERE t.account_id = \(account) AND t.id = \(id)", place)
    }

    private static let places: SQL = """
        SELECT t.id, t.account_id, t.person_id, t.function, t.starts_on, t.ends_on, t.access, p.name, p.email, t.version
        FROM account_team_members AS t
        JOIN persons AS p ON p.id = t.person_id
        """

    private static func place(_ row: inout Row) throws -> TeamPlace {
        let (id, account, person) = (try row.next(TeamPlaceID.self), try row.next(AccountID.self), try row.next(PersonID.self))
        let word = try row.next(String.self)
        let (startsOn, endsOn) = (try row.next(LocalDate.self), try row.next(LocalDate?.self))
        let far = try row.next(String.self)
        guard let function = TeamFunction(rawValue: word) else { throw UnknownWord(word: word) }
        guard let access = TeamAccess(rawValue: far) else { throw UnknownWord(word: far) }
        return TeamPlace(
            id: id,
            member: TeamMember(account: account, person: person, function: function, startsOn: startsOn, endsOn: endsOn, access: access),
            personName: try row.next(), email: try row.next(), version: try row.next())
    }
}
