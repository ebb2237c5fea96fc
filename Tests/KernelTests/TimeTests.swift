import Foundation
import Kernel
import PurveyorTesting
import Testing

@Suite struct TimeTests {
    @Test func `every day of eight centuries is the day of Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        // 1600 to 2400, every third day (coprime to a month's and a week's lengths) and every month's edges by the round trip below.
        for days in stride(from: -135_140, through: 157_054, by: 3) {
            let date = Date(timeIntervalSince1970: Double(days) * 86_400)
            let theirs = calendar.dateComponents([.year, .month, .day], from: date)
            let ours = LocalDate(daysSince1970: days).components
            guard ours.year == theirs.year, ours.month == theirs.month, ours.day == theirs.day else {
                Issue.record("day \(days): \(ours), \(theirs)")
                return
            }
        }
    }

    @Test func `every day from year 1 to 9999 follows the one before and reads as it is written`() throws {
        var days = try #require(LocalDate(year: 1, month: 1, day: 1)).daysSince1970
        for year in 1...9999 {
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            for (month, length) in zip(1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                let first = try #require(LocalDate(year: year, month: month, day: 1))
                let last = try #require(LocalDate(year: year, month: month, day: length))
                guard first.daysSince1970 == days, last.daysSince1970 == days + length - 1, LocalDate(last.description) == last,
                    LocalDate(year: year, month: month, day: length + 1) == nil
                else {
                    Issue.record("\(year)-\(month)")
                    return
                }
                days += length
            }
        }
        #expect(LocalDate(daysSince1970: days - 1).description == "9999-12-31")
    }

    @Test(arguments: [
        "2026-2-3", "2026-13-01", "2026-00-10", "2023-02-29", "1900-02-29", "26-01-01", "2026/01/01", "2026-01-0１", "0000-01-01", "",
    ])
    func `what the calendar does not have is not a day`(_ text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func `an instant reads as it was written, and as Foundation reads it`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let style = Date.ISO8601FormatStyle()
        for _ in 0..<5_000 {
            let instant = Instant(microseconds: .random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random))
            #expect(Instant(instant.description) == instant, "seed \(seed)")
            // Foundation counts the years before 1582 by the Julian calendar.
            guard instant.microseconds > -11_644_473_600_000_000 else { continue }
            let whole = Instant(microseconds: instant.microseconds / 1_000_000 * 1_000_000)
            #expect(Instant(try style.parse(whole.description)) == whole, "\(whole), seed \(seed)")
        }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T01:30:00+01:30", 0), ("1969-12-31T19:00:00-05:00", 0),
            ("1970-01-01T00:00:00.1Z", 100_000), ("1970-01-01t00:00:00.000001z", 1), ("1970-01-01T00:00:00.123456789Z", 123_456),
            ("1969-12-31T23:59:59.999999Z", -1),
        ] as [(String, Int64)])
    func `RFC 3339 is read with any offset and fraction`(_ text: String, _ microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "1970-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00.1234567890Z", "1970-01-01T00:00:00+0100", "1970-01-01T00:00:00+24:00", "1970-02-30T00:00:00Z",
        "1970-01-01T00:00:00Zx",
        "1970-01-01T0a:00:00Z", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.5-00:01", "0001-01-01T00:00:00+00:01",
    ])
    func `anything else is not an instant`(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `times written before 1970 keep their clock`() {
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(Instant(microseconds: -86_400_000_000).description == "1969-12-31T00:00:00Z")
    }
}
