import Kernel

/// Who has delegated something, with the name for people to read.
package struct Delegator: Sendable, Hashable, Encodable {
    package let member: MembershipID
    package let name: String

    package init(_ place: DelegatedPlace) {
        member = place.delegator
        name = place.delegatorName
    }

    package init(member: MembershipID, name: String) {
        self.member = member
        self.name = name
    }
}
