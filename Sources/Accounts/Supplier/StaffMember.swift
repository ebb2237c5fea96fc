package import Kernel

/// One of the supplier's people. They are ended and never deleted: history names them.
package struct StaffMember: Sendable, Equatable {
    package let person: Person
    package var title: String
    package var permissions: Set<StaffPermission>
    package var endedAt: Instant?
    package var version: Int

    package init(person: Person, title: String, permissions: Set<StaffPermission>, endedAt: Instant? = nil, version: Int = 1) {
        self.person = person
        self.title = title
        self.permissions = permissions
        self.endedAt = endedAt
        self.version = version
    }

    /// What they may do today.
    package var holds: Set<StaffPermission> { endedAt == nil ? permissions : [] }

    /// What is more than before has to be the giver's to give: nobody gives more than they hold, and so nobody gives themselves anything.
    /// - Parameter before: nil for somebody who comes new.
    func check(since before: StaffMember?, givenBy giver: Set<StaffPermission>) throws(StaffRefusal) {
        let more = holds.subtracting(before?.holds ?? []).subtracting(giver)
        guard more.isEmpty else { throw .moreThanYouHold(more) }
    }
}

extension Set<StaffPermission> {
    /// In an order that people and tests can read.
    var ordered: [StaffPermission] { StaffPermission.allCases.filter(contains) }
}
