package import Kernel

/// Days from one to another, both inclusive, or without an end.
package struct DaySpan: Sendable, Equatable {
    package let first: LocalDate
    package let last: LocalDate?

    package init(from first: LocalDate, to last: LocalDate?) {
        self.first = first
        self.last = last == Self.endOfTime ? nil : last
    }

    /// Many write it for "no end", and no day comes after it.
    private static let endOfTime = LocalDate(year: 9999, month: 12, day: 31)

    package func contains(_ day: LocalDate) -> Bool { first <= day && last.map { day <= $0 } ?? true }

    package func overlaps(_ other: DaySpan) -> Bool {
        (last.map { other.first <= $0 } ?? true) && (other.last.map { first <= $0 } ?? true)
    }

    /// Whether days of this follow the last of the other.
    func outlasts(_ other: DaySpan) -> Bool {
        guard let end = other.last else { return false }
        return last.map { end < $0 } ?? true
    }

    /// What is left without the other's days.
    func without(_ other: DaySpan) -> [DaySpan] {
        guard overlaps(other) else { return [self] }
        var left: [DaySpan] = []
        if first < other.first { left.append(DaySpan(from: first, to: other.first.adding(days: -1))) }
        if outlasts(other), let end = other.last { left.append(DaySpan(from: end.adding(days: 1), to: last)) }
        return left
    }

    /// The days before an end that may come earlier; nil where none is left.
    func ended(on end: LocalDate?) -> DaySpan? {
        guard let end else { return self }
        guard first <= end else { return nil }
        return DaySpan(from: first, to: last.map { min($0, end) } ?? end)
    }
}
