import Accounts
import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

/// Whatever is asked for, on whatever days and in whatever zone: no period's sum ever passes its limit, and nothing within it is refused.
/// Counted again with Foundation's calendar, which knows nothing of ours.
@Suite(.database) struct LimitPropertyTests {
    /// The shortest first, as they are told.
    private static let periods: [SpendingLimit.Period] = [.day, .week, .month, .quarter, .year]

    private static func calendar(_ zone: String) throws -> Foundation.Calendar {
        var calendar = Foundation.Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: zone))
        return calendar
    }

    /// The period of a component that a moment is in, as its first and last day.
    private static func days(_ period: SpendingLimit.Period, of date: Date, _ calendar: Foundation.Calendar) throws -> ClosedRange<
        LocalDate
    > {
        func day(_ date: Date) throws -> LocalDate {
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let (year, month, number) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            return try #require(LocalDate(year: year, month: month, day: number))
        }
        let first = try day(date)
        switch period {
        case .each, .day: return first...first
        case .week:
            let weekday = calendar.component(.weekday, from: date)  // Sunday is 1
            let monday = first.adding(days: -((weekday + 5) % 7))
            return monday...monday.adding(days: 6)
        case .month, .quarter, .year:
            let (year, month, _) = first.components
            let from = period == .month ? month : period == .quarter ? [1, 4, 7, 10][(month - 1) / 3] : 1
            let to = period == .month ? month : period == .quarter ? from + 2 : 12
            let last = (28...31).compactMap { LocalDate(year: year, month: to, day: $0) }.last
            let begin = try #require(LocalDate(year: year, month: from, day: 1))
            return begin...(try #require(last))
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", 1), ("Pacific/Kiritimati", 2), ("America/St_Johns", 3), ("Asia/Kathmandu", 4), ("Pacific/Pago_Pago", 5),
        ("UTC", 6),
    ])
    func `no period's sum passes its limit, and nothing within is refused`(_ zone: String, _ seed: Int) async throws {
        let app = try await TestApp.open()
        let (acme, calendar) = (app.cast.acme.id, try Self.calendar(zone))
        var random = SeededRandom(seed: UInt64(seed))
        try await app.database.owner.query(Query<Void>("UPDATE accounts SET time_zone = \(zone) WHERE id = \(acme)"))
        let act: SpendingLimit.Act = seed.isMultiple(of: 2) ? .approve : .order
        let person = act == .order ? app.cast.ana : app.cast.omar
        let caller = try await app.caller(person)
        let member = try #require(person.membership?.id)
        var limits: [SpendingLimit.Period: Int64] = [:]
        for (period, factor) in [(SpendingLimit.Period.day, 3), (.week, 6), (.month, 12), (.quarter, 25), (.year, 60)]
            as [(SpendingLimit.Period, Int64)]
        where Int.random(in: 0..<4, using: &random) > 0 {
            limits[period] = factor * Int64.random(in: 500_000...1_500_000, using: &random)
            try await app.database.owner.query(
                Query<Void>(
                    """
                    INSERT INTO spending_limits (account_id, id, membership_id, act, period, amount, currency)
                    VALUES (\(acme), gen_random_uuid(), \(member), \(act.rawValue), \(period.rawValue),
                        \(StoredAmount(tenThousandths: limits[period] ?? 0)), 'EUR')
                    """))
        }
        var accepted: [(day: LocalDate, amount: Int64)] = []
        var refused = 0
        let start = try #require(Instant("2025-12-20T00:00:00Z")).microseconds
        for step in 0..<250 {
            // Near the new year most, where a week has two years; never in order.
            let now = Instant(
                microseconds: start + Int64.random(in: 0..<(step.isMultiple(of: 2) ? 20 : 400) * 86_400_000_000, using: &random))
            let date = Date(timeIntervalSince1970: Double(now.microseconds) / 1_000_000)
            let asked = Money(tenThousandths: Int64.random(in: 1...1_200_000, using: &random), Cast.currency)
            let excess = try await app.write(as: caller) { transaction in
                let (_, limits, uses) = try await transaction.run(
                    LimitUseQueries.lock([caller.person], act, in: acme), SpendingLimitQueries.counting(for: [caller.person], in: acme),
                    LimitUseQueries.used(by: [caller.person], act, in: acme, at: now))
                let standing = LimitStanding(limits: limits, uses: uses)
                let excess = standing.excess(of: act, by: caller.ownRight, asked)
                if excess == nil {
                    transaction.enqueue(
                        LimitUseQueries.insert(asked, act, by: caller.person, about: UUID(), on: standing.today, in: acme))
                }
                return excess
            }
            let today = try Self.days(.day, of: date, calendar).lowerBound
            func sum(_ period: SpendingLimit.Period) throws -> Int64 {
                let days = try Self.days(period, of: date, calendar)
                return accepted.filter { days.contains($0.day) }.reduce(0) { $0 + $1.amount }
            }
            let passed = try Self.periods.first { period in
                try limits[period].map { try sum(period) + asked.tenThousandths > $0 } ?? false
            }
            #expect(excess?.period == passed, "step \(step), \(now)")
            if let excess {
                refused += 1
                #expect(excess.used?.tenThousandths == (try sum(excess.period)))
                #expect(excess.days == (try Self.days(excess.period, of: date, calendar)))
            } else {
                accepted.append((today, asked.tenThousandths))
            }
        }
        #expect(accepted.count > 10)
        #expect(refused > 0 || limits.isEmpty)
    }
}
