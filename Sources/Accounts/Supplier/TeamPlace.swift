package import Kernel

package typealias TeamPlaceID = ID<TeamPlace>

/// A place in an account's team as it is managed: who, as what, how far, from when to when.
package struct TeamPlace: Sendable, Equatable {
    /// Today, in the account's time zone.
    package enum State: String, Sendable, CaseIterable, Codable { case inForce, upcoming, ended }

    package let id: TeamPlaceID
    package var member: TeamMember
    package let personName: String
    package let email: String
    package var version: Int

    package init(id: TeamPlaceID, member: TeamMember, personName: String, email: String, version: Int = 1) {
        self.id = id
        self.member = member
        self.personName = personName
        self.email = email
        self.version = version
    }

    package func state(on today: LocalDate) -> State { member.period.state(on: today) }

    /// - Parameter before: nil for a new one.
    func check(since before: TeamPlace?, by caller: PersonID, among others: [TeamPlace], on today: LocalDate) throws(TeamRefusal) {
        try member.period.check(since: before?.member.period, on: today)
        guard !others.contains(where: { $0.id != id && $0.member.meets(member) }) else { throw .alreadyThere }
        guard member.person == caller, member.reaches(further: before?.member) else { return }
        throw .forYourself
    }
}

extension TeamMember {
    var period: Period { Period(startsOn: startsOn, endsOn: endsOn) }

    /// Whether somebody would have one function twice on a day.
    fileprivate func meets(_ other: TeamMember) -> Bool {
        person == other.person && function == other.function && period.meets(other.period)
    }

    fileprivate func reaches(further before: TeamMember?) -> Bool {
        guard let before else { return true }
        return before.access < access || period.lasts(longerThan: before.period)
    }
}
