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

    package static func withEmail(_ email: EmailAddress) -> Query<Person?> {
        .optional("SELECT p.id, p.email, p.name, p.language FROM persons AS p WHERE p.email = \(email.text)") { row in
            Person(id: try row.next(), email: try row.next(), name: try row.next(), language: try row.next())
        }
    }

    static func setPassword(_ hash: String, of person: PersonID) -> Query<Void> {
        .changing(
            1,
            "UPDATE persons SET password_hash = \(hash) WHERE id = \(person)", otherwise: OrganisationRefusal.personNotFound)
    }
}
