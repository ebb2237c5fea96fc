import Accounts
import Catalog
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// A version is one more: whatever is published or ended later, what was shown and promised before stays what it was, and the prices of a
/// day are another only where the new version says that day is its.
@Suite(.database) struct VersionPropertyTests {
    /// What can be read of the past, on some days of the year.
    private struct Seen: Equatable {
        var prices: [LocalDate: JSONValue] = [:]
        /// By number.
        var versions: [Int: JSONValue] = [:]
        /// Lines of quotes and orders.
        var documents: [String: JSONValue] = [:]
    }

    private static let first = LocalDate("2026-01-01")!
    private static let days = (0..<14).map { first.adding(days: $0 * 25) }

    private let euro = Cast.currency

    @Test(arguments: 1...4) func `no version changes an old receipt, nor a price of a day that is not its own`(_ round: Int) async throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let comment: Comment = "seed \(seed)"
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let path = try await begin(app, &random)
        var (revision, count, documents) = (2, 1, [String]())
        var seen = try await look(app, path, count, documents)
        var end: LocalDate?
        for step in 1...7 {
            if step == 6 {
                let last = LocalDate("2026-06-14")!.adding(days: .random(in: 0...60, using: &random))
                let ended = try await rita.post(path + "/terminate", headers: [.ifMatch: "\"v\(revision)\""], #"{"on": "\#(last)"}"#)
                #expect(ended.status == 200, comment)
                (revision, end) = (revision + 1, last)
                let now = try await look(app, path, count, documents)
                expect(seen, now, where: { $0 <= last }, comment)
                for day in Self.days where day > last { #expect(contracts(now.prices[day]).allSatisfy { $0 != "C-9" }, comment) }
                seen = now
                continue
            }
            let begins = Self.first.adding(days: .random(in: 0...(end == nil ? 250 : 100), using: &random))
            let ends = random.chance(50) ? begins.adding(days: .random(in: 0...120, using: &random)) : nil
            let draft = draft(from: begins, to: ends, replacing: count, &random)
            let put = try await rita.send(
                .put, path + "/draft", headers: [.ifMatch: "\"v\(revision)\""], json: "{\"draft\": \(draft)}")
            #expect(put.status == 200, "\(put.text), \(comment)")
            let published = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v\(revision + 1)\""])
            #expect(published.status == 200, "\(published.text), \(comment)")
            (revision, count) = (revision + 2, count + 1)
            let now = try await look(app, path, count, documents)
            let own: (LocalDate) -> Bool = { day in
                day >= begins && ends.map { day <= $0 } ?? true && end.map { day <= $0 } ?? true
            }
            expect(seen, now, where: { !own($0) }, "version \(count) from \(begins) to \(ends?.description ?? "-"), \(comment)")
            for day in Self.days where own(day) {
                #expect(versions(now.prices[day]) == Set([count]), "\(day), version \(count), \(comment)")
            }
            documents += try await quoted(app, ordering: step.isMultiple(of: 2))
            seen = try await look(app, path, count, documents)
        }
        #expect(documents.count >= 6, comment)
    }

    private func expect(_ before: Seen, _ after: Seen, where isOld: (LocalDate) -> Bool, _ comment: Comment) {
        for (day, prices) in before.prices where isOld(day) { #expect(after.prices[day] == prices, "\(day), \(comment)") }
        for (number, version) in before.versions { #expect(after.versions[number] == version, "version \(number), \(comment)") }
        for (path, lines) in before.documents { #expect(after.documents[path] == lines, "\(path), \(comment)") }
    }

    private func begin(_ app: TestApp, _ random: inout SeededRandom) async throws -> String {
        let rita = app.by(app.cast.rita)
        let draft = draft(from: Self.first, to: nil, replacing: 0, &random)
        let made = try await rita.post(
            app.path("/contracts"),
            #"{"number": "C-9", "name": "N", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#)
        let path = try #require(made.headers[.location])
        #expect(try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 200)
        return path
    }

    private func draft(
        from begins: LocalDate, to ends: LocalDate?, replacing count: Int, _ random: inout SeededRandom
    ) -> String {
        let price = Int.random(in: 500...1500, using: &random)
        let discount = Int.random(in: 1...40, using: &random)
        let replaced = (0..<count).map { "\($0 + 1)" }.joined(separator: ",")
        return """
            {"validFrom": "\(begins)", \(ends.map { "\"validTo\": \"\($0)\", " } ?? "")"replaces": [\(replaced)],
             "bestPrice": \(random.chance(30)), "assortment": [{"effect": "include", "selector": "everything"}],
             "rules": [
               {"kind": "fixed", "selector": "product", "value": "NB-100", "priority": \(Int.random(in: 0...3, using: &random)),
                "tiers": [{"from": "0", "price": {"amount": "\(price).00", "currency": "EUR"}},
                          {"from": "5", "price": {"amount": "\(price - 10).50", "currency": "EUR"}}]},
               {"kind": "discount", "selector": "everything", "cumulative": \(random.chance(50)),
                "tiers": [{"from": "0", "percent": "\(discount)"}, {"from": "4", "percent": "\(discount + 1).25"}]}]}
            """
    }

    private static let lines = #"[{"sku": "NB-100", "quantity": 1}, {"sku": "NB-100", "quantity": 6}, {"sku": "MO-200", "quantity": 3}]"#

    private func look(_ app: TestApp, _ path: String, _ count: Int, _ documents: [String]) async throws -> Seen {
        let ana = app.by(app.cast.ana)
        var seen = Seen()
        for day in Self.days {
            let answer = try await ana.post(app.path("/prices"), "{\"on\": \"\(day)\", \"lines\": \(Self.lines)}")
            seen.prices[day] = try #require(answer.json?["items"], "\(answer.text)")
        }
        for number in 1...count { seen.versions[number] = try await ana.get(path + "/versions/\(number)").json }
        for document in documents { seen.documents[document] = try await ana.get(document).json?["lines"] }
        return seen
    }

    /// Paths of a quote, and of the order that was made of it.
    private func quoted(_ app: TestApp, ordering: Bool) async throws -> [String] {
        let ana = app.by(app.cast.ana)
        let lines = ordering ? #"[{"sku": "MO-200", "quantity": 2}]"# : Self.lines
        let made = try await ana.post(app.path("/quotes"), "{\"name\": \"Held\", \"lines\": \(lines)}")
        let here = try #require(made.headers[.location], "\(made.text)")
        guard ordering else { return [here] }
        let submitted = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        let ordered = try await ana.post(here + "/order", headers: [.ifMatch: try #require(submitted.headers[.eTag])])
        return [here, try #require(ordered.headers[.location], "\(ordered.text)")]
    }

    private func contracts(_ prices: JSONValue?) -> [String] {
        (prices?.items ?? []).compactMap { $0["receipt"]?["contract"]?["number"]?.text }
    }

    /// Of C-9, as it stands in the receipts; zero for another contract's.
    private func versions(_ prices: JSONValue?) -> Set<Int> {
        Set(
            (prices?.items ?? []).map { item in
                let contract = item["receipt"]?["contract"]
                guard contract?["number"]?.text == "C-9", case .integer(let version)? = contract?["version"] else { return 0 }
                return version
            })
    }
}
