package import Kernel

extension SpendingLimit.Period {
    /// The days of the account's calendar that count together with one, both inclusive; nil for what is counted by document. A week begins
    /// on Monday.
    package func days(around day: LocalDate) -> ClosedRange<LocalDate>? {
        let (year, month, _) = day.components
        switch self {
        case .each: return nil
        case .day: return day...day
        case .week:
            // 1970-01-01 was a Thursday.
            let monday = day.adding(days: -(((day.daysSince1970 + 3) % 7 + 7) % 7))
            return monday...monday.adding(days: 6)
        case .month: return Self.months(month...month, of: year)
        case .quarter:
            let first = (month - 1) / 3 * 3 + 1
            return Self.months(first...first + 2, of: year)
        case .year: return Self.months(1...12, of: year)
        }
    }

    private static func months(_ months: ClosedRange<Int>, of year: Int) -> ClosedRange<LocalDate>? {
        let (nextYear, nextMonth) = months.upperBound == 12 ? (year + 1, 1) : (year, months.upperBound + 1)
        guard let first = LocalDate(year: year, month: months.lowerBound, day: 1),
            let next = LocalDate(year: nextYear, month: nextMonth, day: 1)
        else { return nil }
        return first...next.adding(days: -1)
    }
}
