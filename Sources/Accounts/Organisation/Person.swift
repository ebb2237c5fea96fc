package import Kernel

/// Somebody who can sign in. One person may be a member of several accounts.
package struct Person: Sendable, Equatable {
    package let id: PersonID
    package let email: String
    package let name: String
    package let language: String

    package init(id: PersonID, email: String, name: String, language: String = "en") {
        self.id = id
        self.email = email
        self.name = name
        self.language = language
    }
}

package typealias PersonID = ID<Person>
