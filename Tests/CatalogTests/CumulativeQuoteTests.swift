import Accounts
import Catalog
import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// What a rule that counts lines together does to a quote while it is edited, and what a price hold still holds.
@Suite(.database) struct CumulativeQuoteTests {
    /// 10 % off notebooks, 20 % from ten on, all lines together; monitors at list price.
    private func desk() async throws -> (Desk, Market.Deal) {
        let app = try await TestApp.open()
        let deal = Self.deal(discounts: [("0", "10"), ("10", "20")])
        try await app.database.owner.query(
            Query<Void>("UPDATE contract_versions SET valid_to = valid_from WHERE account_id = \(app.cast.acme.id)"))
        try await deal.publish(in: app, unit: app.cast.root)
        return (Desk(app), deal)
    }

    private static func deal(discounts: [(String, String)], of contract: Contract? = nil) -> Market.Deal {
        Market.Deal(
            contract: contract ?? Market.contract(1, currency: Cast.currency),
            rules: [
                PriceRule(
                    position: 1, kind: .discount, selector: .category(prefix: "43211503"), priority: 0, isCumulative: true,
                    tiers: discounts.map { .init(from: Quantity($0)!, value: .discount(Percentage($1)!)) })
            ],
            assortment: [AssortmentRule(effect: .include, selector: .everything)],
            quantities: [QuantityRule(selector: .product(sku: "MO-200"), minimum: Quantity(2), maximum: Quantity(8), multiple: Quantity(2))]
        )
    }

    private func line(_ sku: String, _ quantity: Int) -> LineRequest { LineRequest(sku: sku, quantity: Quantity(quantity)) }

    private func discount(_ line: QuoteLine?) throws -> String? {
        let receipt = try JSONDecoder().decode(Receipt.self, from: Data(try #require(line).receipt.utf8))
        try receipt.check()
        return receipt.steps.first { $0.operation == .discount }?.operand
    }

    private func counted(_ line: QuoteLine?) throws -> Quantity? {
        try JSONDecoder().decode(Receipt.self, from: Data(try #require(line).receipt.utf8)).rule?.cumulativeQuantity
    }

    @Test func `a line that is added, changed or taken out moves the others that count with it`() async throws {
        let (desk, _) = try await desk()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        var quote = try await desk.quote([line("NB-100", 6), line("MO-200", 4)])
        #expect(try discount(quote.lines[0]) == "10")

        quote = try await desk.edited(quote, .addLines([line("NB-110", 4)]), by: ana)
        #expect(try quote.lines.map { try discount($0) } == ["20", nil, "20"])
        #expect(try quote.lines.map { try counted($0) } == [Quantity(10), nil, Quantity(10)])

        quote = try await desk.edited(quote, .changeLine(position: 3, quantity: Quantity(3)), by: ana)
        #expect(try quote.lines.map { try discount($0) } == ["10", nil, "10"])

        quote = try await desk.edited(quote, .changeLine(position: 1, quantity: Quantity(7)), by: ana)
        #expect(try quote.lines.map { try discount($0) } == ["20", nil, "20"])
        #expect(try counted(quote.lines[2]) == Quantity(10), "the receipt names the quantity as it is now")

        quote = try await desk.edited(quote, .removeLine(position: 3), by: ana)
        #expect(try quote.lines.map { try discount($0) } == ["10", nil])
        #expect(try await desk.current(quote) == quote)
    }

    @Test func `the quote of an edit is that of the same lines at once`() async throws {
        let (desk, _) = try await desk()
        let ana = try await desk.app.caller(desk.app.cast.ana)
        var quote = try await desk.quote([line("NB-100", 6)])
        for step in [line("NB-110", 1), line("NB-100", 2), line("MO-200", 2), line("NB-110", 1)] {
            quote = try await desk.edited(quote, .addLines([step]), by: ana)
            let whole = try await desk.quote(quote.lines.map { LineRequest(sku: $0.sku, quantity: $0.quantity) })
            #expect(whole.lines.map(\.receipt) == quote.lines.map(\.receipt))
            #expect(whole.total == quote.total)
        }
    }

    @Test func `an edit beside a held line leaves it as it is, whatever the contract has become`() async throws {
        let (desk, deal) = try await desk()
        let app = desk.app
        let ana = try await app.caller(app.cast.ana)
        var quote = try await desk.quote([line("NB-100", 2), line("MO-200", 2)])
        let held = quote.lines
        try await Self.deal(discounts: [("0", "5"), ("10", "30")], of: deal.contract)
            .publish(in: app, unit: app.cast.root, as: 2, isNew: false)

        quote = try await desk.edited(quote, .addLines([line("NB-110", 3)]), by: ana)
        #expect(Array(quote.lines.prefix(2)) == held, "five notebooks are on the step of two, so the edit moved nothing")
        #expect(try discount(quote.lines[2]) == "5")

        quote = try await desk.edited(quote, .addLines([line("NB-110", 5)]), by: ana)
        #expect(try discount(quote.lines[0]) == "30", "ten notebooks reach the next step: the edit made the difference")
        #expect(quote.lines[1] == held[1])
    }

    @Test func `a line that breaks the contract's quantity rule is refused with what the rule is`() async throws {
        let (desk, _) = try await desk()
        let ana = desk.app.by(desk.app.cast.ana)
        let lines = [1, 3, 10, 4].map { "{\"sku\": \"MO-200\", \"quantity\": \($0)}" }.joined(separator: ", ")
        let answer = try await ana.post(desk.app.path("/quotes"), "{\"name\": \"Monitors\", \"lines\": [\(lines)]}")
        #expect(answer.status == 422)
        let errors = answer.json?["errors"]?.items ?? []
        #expect(errors.map { $0["pointer"]?.text } == ["/lines/0/quantity", "/lines/1/quantity", "/lines/2/quantity"])
        #expect(errors.map { $0["code"]?.text } == ["belowMinimum", "notAMultiple", "aboveMaximum"])
        let price = try await ana.get(desk.app.path("/catalog/MO-200/price?quantity=3"))
        #expect(price.json?["quantityRule"]?["multiple"]?.text == "2")
        let ladder = try await ana.get(desk.app.path("/catalog/MO-200/ladder"))
        #expect(ladder.json?["steps"]?.items?.map { $0["from"]?.text } == ["2"])
    }

    @Test func `every receipt that the guide explains adds up`() throws {
        let text = try String(contentsOf: URL(filePath: PackageFiles.path("docs/prices.md")), encoding: .utf8)
        let blocks = text.components(separatedBy: "```json\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        #expect(blocks.count >= 2)
        for block in blocks {
            if block.contains("\"configuration\"") {
                let receipt = try JSONDecoder().decode(ConfigurationReceipt.self, from: Data(block.utf8))
                #expect(throws: Never.self) { try receipt.check() }
            } else {
                let receipt = try JSONDecoder().decode(Receipt.self, from: Data(block.utf8))
                #expect(throws: Never.self) { try receipt.check() }
            }
        }
    }
}
