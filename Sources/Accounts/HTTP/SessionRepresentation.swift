import Cryptography
import Kernel

struct SessionRepresentation: Encodable {
    let token: String
    let expiresAt: Instant
    let person: PersonRepresentation

    init(_ signedIn: SignedIn) {
        token = signedIn.token.text
        expiresAt = signedIn.expiresAt
        person = PersonRepresentation(signedIn.person)
    }
}

struct PersonRepresentation: Encodable {
    let id: PersonID
    let email: String
    let name: String
    let language: String

    init(_ person: Person) {
        id = person.id
        email = person.email
        name = person.name
        language = person.language
    }
}
