import Kernel

/// From a day to a day, both inclusive, in an account's time zone; without an end it goes on. What ends on the day before its first day
/// holds on no day: it was cancelled before it began, or ended on the day on which it had begun.
struct Period: Sendable, Equatable {
    let startsOn: LocalDate
    let endsOn: LocalDate?

    var isEmpty: Bool { endsOn.map { $0 < startsOn } ?? false }

    func holds(on day: LocalDate) -> Bool { startsOn <= day && (endsOn.map { day <= $0 } ?? true) }

    func meets(_ other: Period) -> Bool {
        !isEmpty && !other.isEmpty && (endsOn.map { other.startsOn <= $0 } ?? true) && (other.endsOn.map { startsOn <= $0 } ?? true)
    }

    func lasts(longerThan other: Period) -> Bool {
        guard let end = other.endsOn else { return false }
        return endsOn.map { end < $0 } ?? true
    }

    func state(on today: LocalDate) -> TeamPlace.State {
        if isEmpty { return .ended }
        if startsOn > today { return .upcoming }
        return holds(on: today) ? .inForce : .ended
    }

    /// What a last day that somebody asks for makes of one that there is: whatever has not begun by then never does.
    func end(_ asked: LocalDate?, on today: LocalDate) -> LocalDate? {
        guard let asked, asked >= today.adding(days: -1) else { return asked }
        return max(asked, startsOn.adding(days: -1))
    }

    /// A new one begins today or later.
    func checkStart(on today: LocalDate) throws(TeamRefusal) {
        guard startsOn >= today else { throw .startsTooEarly }
    }

    /// Of a new one all that is wrong.
    func gather(_ refusals: inout InputRefusals, on today: LocalDate) throws {
        try refusals.gather { try checkStart(on: today) }
        let possible = Period(startsOn: max(startsOn, today), endsOn: endsOn)
        try refusals.gather { try possible.check(since: nil, on: today) }
    }

    /// What has been is not changed: a new one begins today or later, and one that there is ends yesterday or later, which is at once.
    func check(since before: Period?, on today: LocalDate) throws(TeamRefusal) {
        if before?.state(on: today) == .ended { throw .ended }
        if before == nil { try checkStart(on: today) }
        guard let endsOn, endsOn != before?.endsOn else { return }
        guard endsOn >= max(startsOn, today).adding(days: before == nil ? 0 : -1) else { throw .periodInvalid }
    }
}
