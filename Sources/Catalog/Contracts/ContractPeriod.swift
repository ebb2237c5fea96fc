package import Kernel

extension ContractContent.Period {
    /// The period that holds a day, counted from the contract's first one: a year of a contract that began on 1 March ends on the last of
    /// February.
    /// - Parameter days: from the contract's first day to its last; the day is one of them.
    package func span(holding day: LocalDate, in days: DaySpan) -> DaySpan {
        guard let months else { return days }
        let (start, now) = (days.first.components, day.components)
        var index = ((now.year - start.year) * 12 + now.month - start.month) / months
        // The month's day may not have come yet.
        while index > 0, day < days.first.adding(months: index * months) { index -= 1 }
        let first = days.first.adding(months: index * months)
        let last = days.first.adding(months: (index + 1) * months).adding(days: -1)
        return DaySpan(from: first, to: days.last.map { min($0, last) } ?? last)
    }

    private var months: Int? {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year: 12
        case .term: nil
        }
    }
}

extension LocalDate {
    /// The same day so many months later, or that month's last where it has no such day.
    func adding(months: Int) -> LocalDate {
        let (year, month, day) = components
        let count = year * 12 + month - 1 + months
        for candidate in stride(from: day, through: 28, by: -1) {
            if let date = LocalDate(year: count / 12, month: count % 12 + 1, day: candidate) { return date }
        }
        return LocalDate(year: count / 12, month: count % 12 + 1, day: day) ?? self
    }
}
