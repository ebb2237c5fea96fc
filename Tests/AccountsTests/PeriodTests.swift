import Kernel
import PurveyorTesting
import Testing

@testable import Accounts

/// The days of places in teams and at partners.
@Suite struct PeriodTests {
    private static let today = LocalDate("2026-06-15")!

    private static func day(_ random: inout PurveyorTesting.SeededRandom) -> LocalDate {
        today.adding(days: Int.random(in: -5...5, using: &random))
    }

    private static func period(_ random: inout PurveyorTesting.SeededRandom) -> Period {
        let start = day(&random)
        return Period(startsOn: start, endsOn: Bool.random(using: &random) ? nil : max(day(&random), start.adding(days: -1)))
    }

    @Test(arguments: 1...200) func `two meet exactly where there is a day on which both hold`(seed: UInt64) {
        var random = PurveyorTesting.SeededRandom(seed: seed)
        let (one, other) = (Self.period(&random), Self.period(&random))
        let together = (-10...10).map { Self.today.adding(days: $0) }.contains { one.holds(on: $0) && other.holds(on: $0) }
        #expect(one.meets(other) == together, "\(one) \(other)")
        #expect(other.meets(one) == together, "\(one) \(other)")
    }

    @Test(arguments: 1...200) func `ended as of yesterday it holds on no day from today on, whenever it was to begin`(seed: UInt64) throws {
        var random = PurveyorTesting.SeededRandom(seed: seed)
        let period = Self.period(&random)
        guard period.state(on: Self.today) != .ended else { return }
        let ended = Period(startsOn: period.startsOn, endsOn: period.end(Self.today.adding(days: -1), on: Self.today))
        try ended.check(since: period, on: Self.today)
        #expect(ended.state(on: Self.today) == .ended)
        #expect(!(0...20).contains { ended.holds(on: Self.today.adding(days: $0)) }, "\(ended)")
        #expect(throws: TeamRefusal.ended) { try period.check(since: ended, on: Self.today) }
    }

    @Test func `nothing ends before yesterday, and a new one not before it begins`() {
        let period = Period(startsOn: Self.today, endsOn: nil)
        for days in [-2, -30] {
            let ended = Period(startsOn: Self.today, endsOn: period.end(Self.today.adding(days: days), on: Self.today))
            #expect(throws: TeamRefusal.periodInvalid) { try ended.check(since: period, on: Self.today) }
        }
        let empty = Period(startsOn: Self.today, endsOn: Self.today.adding(days: -1))
        #expect(throws: TeamRefusal.periodInvalid) { try empty.check(since: nil, on: Self.today) }
    }

    @Test(
        arguments: [
            ("2026-06-15T10:00:00Z", "2026-06-14"), ("2026-06-15T11:59:59Z", "2026-06-14"), ("2026-06-15T12:00:00Z", "2026-06-15"),
            ("2026-06-16T01:00:00Z", "2026-06-15"),
        ])
    func `where no account says which day it is, it is that of the zone where days come last`(now: String, day: String) {
        #expect(Instant(now)!.westernmostDay == LocalDate(day)!)
    }
}
