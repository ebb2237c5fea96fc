package import Kernel
import Persistence
package import Postgres

package enum PersonQueries {
    package static func insert(_ person: Person, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO persons (id, email, name, language, created_at)
            VALUES (\(person.id), \(person.email), \(person.name), \(person.language), \(now))
            """
        )
        .refusing("persons_one_per_email", with: OrganisationRefusal.emailTaken)
    }

    package static func withEmail(_ email: EmailAddress) -> Query<Person?> { withEmail(email.text).map { $0?.person } }

    struct KnownPerson: Sendable {
        let person: Person
        let hasPassword: Bool
    }

    /// - Parameter email: in lower case.
    static func withEmail(_ email: String) -> Query<KnownPerson?> {
        .optional(
            "SELECT p.id, p.email, p.name, p.language, p.password_hash IS NOT NULL FROM persons AS p WHERE p.email = \(email)"
        ) { row in
            KnownPerson(
                person: Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next()),
                hasPassword: try row.next())
        }
    }

    /// Where the one before is still the one that was looked at.
    static func setPassword(_ hash: String, of person: PersonID, inPlaceOf old: String) -> Query<Void> {
        .changing(
            1, "UPDATE persons SET password_hash = \(hash) WHERE id = \(person) AND password_hash = \(old)", otherwise: PasswordChanged())
    }

    /// That it is the one that was looked at, and stays it until the transaction ends.
    static func keepPassword(_ hash: String, of person: PersonID) -> Query<Void> {
        Query("SELECT FROM persons AS p WHERE p.id = \(person) AND p.password_hash = \(hash) FOR SHARE") { rows in
            guard rows.affected == 1 else { throw PasswordChanged() }
        }
    }

    static func setPassword(_ hash: String, of person: PersonID) -> Query<Void> {
        .changing(
            1,
            "UPDATE persons SET password_hash = \(hash) WHERE id = \(person)", otherwise: OrganisationRefusal.personNotFound)
    }
}
