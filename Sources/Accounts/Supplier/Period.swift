import Kernel

/// From a day to a day, both inclusive, in an account's time zone; without an end it goes on.
struct Period: Sendable, Equatable {
    let startsOn: LocalDate
    let endsOn: LocalDate?

    func holds(on day: LocalDate) -> Bool { startsOn <= day && (endsOn.map { day <= $0 } ?? true) }

    func meets(_ other: Period) -> Bool {
        (endsOn.map { other.startsOn <= $0 } ?? true) && (other.endsOn.map { startsOn <= $0 } ?? true)
    }

    func lasts(longerThan other: Period) -> Bool {
        guard let end = other.endsOn else { return false }
        return endsOn.map { end < $0 } ?? true
    }

    func state(on today: LocalDate) -> TeamPlace.State {
        if startsOn > today { return .upcoming }
        return holds(on: today) ? .inForce : .ended
    }

    /// What has been is not changed: a new one begins today or later, and one that there is ends yesterday or later, which is at once.
    func check(since before: Period?, on today: LocalDate) throws(TeamRefusal) {
        if before?.state(on: today) == .ended { throw .ended }
        if before == nil, startsOn < today { throw .periodInvalid }
        guard let endsOn, endsOn != before?.endsOn else { return }
        guard endsOn >= startsOn, endsOn >= today.adding(days: before == nil ? 0 : -1) else { throw .periodInvalid }
    }
}
