import Accounts
import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Catalog

private func day(_ text: String) -> LocalDate { LocalDate(text)! }
private func span(_ first: String, _ last: String?) -> DaySpan { DaySpan(from: day(first), to: last.map(day)) }

struct ContractDaysTests {
    private func record(_ spans: [(String, String?)], ended: String? = nil) -> ContractRecord {
        let versions = spans.enumerated().map { index, days in
            ContractRecord.Version(
                number: index + 1, validFrom: day(days.0), validTo: days.1.map(day), publishedAt: Instant(microseconds: 0))
        }
        return ContractRecord(
            id: .init(UUID(uuidString: "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f")!), number: "C-1", name: "C",
            unit: .init(UUID(uuidString: "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f")!), currency: .init("EUR")!, revision: 1,
            endedOn: ended.map(day), draft: nil, versions: versions.reversed())
    }

    private func told(_ days: (String, String?), _ replaces: [Int]? = nil, by record: ContractRecord) -> [String] {
        ContractContent(validFrom: day(days.0), validTo: days.1.map(day), replaces: replaces).overlaps(with: record)
            .map { "\($0.pointer) \($0.code)" }
    }

    @Test func `a version that begins later and holds as long follows without a word`() {
        let one = record([("2026-01-01", nil)])
        #expect(told(("2026-07-01", nil), by: one) == [])
        #expect(told(("2027-01-01", nil), by: record([("2026-01-01", "2026-12-31")])) == [])
        #expect(told(("2026-07-01", "2026-12-31"), by: record([("2026-01-01", "2026-12-31")])) == [])
        #expect(told(("2026-01-01", nil), by: record([])) == [])
    }

    @Test func `whatever else overlaps a version is told until that is named`() {
        let one = record([("2026-01-01", nil)])
        #expect(told(("2026-01-01", nil), by: one) == ["/validFrom overlapsVersion"])
        #expect(told(("2025-12-01", nil), by: one) == ["/validFrom overlapsVersion"])
        #expect(told(("2026-03-01", "2026-03-31"), by: one) == ["/validTo versionResumes"])
        #expect(told(("2026-01-01", nil), [1], by: one) == [])
        #expect(told(("2026-03-01", "2026-03-31"), [1], by: one) == [])
        #expect(told(("2026-01-01", nil), [1, 7], by: one) == ["/replaces/1 unknownVersion"])
        // The first has no day left that could be hidden.
        let two = record([("2026-01-01", nil), ("2026-01-01", nil), ("2026-07-01", nil)])
        #expect(told(("2026-05-01", nil), by: two) == ["/validFrom overlapsVersion"])
        #expect(told(("2026-05-01", nil), [3], by: two) == [])
    }

    @Test func `nothing begins after the end of its contract`() {
        #expect(told(("2026-08-01", nil), by: record([("2026-01-01", nil)], ended: "2026-07-31")) == ["/validFrom contractEnded"])
        #expect(told(("2026-07-01", nil), by: record([("2026-01-01", nil)], ended: "2026-07-31")) == [])
    }

    @Test func `on every day one version counts: the latest of those that hold, as the prices of that day have it`() {
        var random = SeededRandom(seed: 2026)
        let base = day("2026-01-01")
        for _ in 0..<300 {
            let spans = (0..<Int.random(in: 1...6, using: &random)).map { _ -> (String, String?) in
                let first = base.adding(days: Int.random(in: 0...60, using: &random))
                let last = Bool.random(using: &random) ? nil : first.adding(days: Int.random(in: 0...40, using: &random))
                return (first.description, last?.description)
            }
            let end = Bool.random(using: &random) ? nil : base.adding(days: Int.random(in: 0...90, using: &random))
            let record = record(spans, ended: end?.description)
            let days = record.daysInForce
            for offset in -1...110 {
                let today = base.adding(days: offset)
                let counting = days.filter { $0.spans.contains { $0.contains(today) } }.map(\.version.number)
                let held = record.versions.first { $0.span.contains(today) && (end.map { today <= $0 } ?? true) }
                #expect(counting == (held.map { [$0.number] } ?? []), "\(spans) \(today)")
                #expect(record.version(on: today)?.number == held?.number)
            }
        }
    }

    @Test(arguments: [
        (ContractContent.Period.month, "2026-01-31", "2026-02-28", "2026-02-28", "2026-03-30"),
        (.month, "2026-01-31", "2026-02-27", "2026-01-31", "2026-02-27"), (.month, "2026-01-15", "2026-03-20", "2026-03-15", "2026-04-14"),
        (.quarter, "2026-03-01", "2026-06-15", "2026-06-01", "2026-08-31"), (.year, "2024-02-29", "2025-02-27", "2024-02-29", "2025-02-27"),
        (.year, "2024-03-01", "2026-02-28", "2025-03-01", "2026-02-28"), (.term, "2024-03-01", "2026-02-28", "2024-03-01", "2026-12-31"),
        (.year, "2024-03-01", "2026-06-15", "2026-03-01", "2026-12-31"),
    ])
    func `a period is counted from the contract's first day`(
        _ period: ContractContent.Period, _ begin: String, _ today: String, _ first: String, _ last: String
    ) {
        #expect(period.span(holding: day(today), in: span(begin, "2026-12-31")) == span(first, last))
    }

    @Test(arguments: [ContractContent.Period.month, .quarter, .year])
    func `periods follow one another without a gap`(_ period: ContractContent.Period) {
        for begin in ["2024-02-29", "2025-12-31", "2026-01-30"] {
            var today = day(begin)
            for _ in 0..<40 {
                let found = period.span(holding: today, in: DaySpan(from: day(begin), to: nil))
                #expect(found.first == today)
                for inside in [today.adding(days: 1), today.adding(days: 20)] {
                    #expect(period.span(holding: inside, in: DaySpan(from: day(begin), to: nil)) == found)
                }
                today = (found.last ?? today).adding(days: 1)
            }
        }
    }
}
