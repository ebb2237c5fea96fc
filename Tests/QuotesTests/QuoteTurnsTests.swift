import Kernel
import PurveyorTesting
import Testing

@testable import Quotes

@Suite struct QuoteTurnsTests {
    /// product.md, 3. States, spelled out once more: every move that there is. All others are forbidden.
    static let legal: [String] = [
        "draft edit draft", "draft reprice draft", "draft submit submitted", "draft cancel cancelled", "requested cancel cancelled",
        "offered cancel cancelled", "submitted recall draft", "submitted approve approved", "submitted reject rejected",
        "submitted return draft", "submitted cancel cancelled", "approved edit draft", "approved reprice draft", "approved order ordered",
        "approved cancel cancelled", "rejected edit draft", "rejected reprice draft", "rejected cancel cancelled",
    ]

    @Test(arguments: Quote.State.allCases, QuoteAct.allCases)
    func `every state answers every act as the table says`(_ state: Quote.State, _ act: QuoteAct) throws {
        var quote = Quote.sample(state)
        let expected = Self.legal.first { $0.hasPrefix("\(state.rawValue) \(act.rawValue) ") }
        guard let expected else {
            #expect(throws: QuoteRefusal.notPossible(act, state)) { try quote.apply(act, at: .later) }
            #expect(quote == Quote.sample(state))
            return
        }
        try quote.apply(act, at: .later)
        #expect(expected == "\(state.rawValue) \(act.rawValue) \(quote.state.rawValue)")
        #expect(quote.version == 2 && quote.updatedAt == .later)
        #expect(quote.revision == (quote.state == .draft && state != .draft ? 2 : 1))
    }

    @Test func `whatever is done, a submitted revision is never drafted again and nothing follows an end`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<3_000 {
            var quote = Quote.sample(.draft)
            var submitted: Set<Int> = []
            var version = 1
            for _ in 0..<12 {
                let act = QuoteAct.allCases.randomElement(using: &random)!
                let before = quote
                guard (try? quote.apply(act, at: .later)) != nil else {
                    #expect(quote == before, "seed \(seed)")
                    continue
                }
                #expect(before.state != .ordered && before.state != .cancelled, "seed \(seed)")
                version += 1
                #expect(quote.version == version, "seed \(seed)")
                if act == .submit { #expect(submitted.insert(quote.revision).inserted, "revision submitted twice, seed \(seed)") }
                if quote.state == .draft { #expect(!submitted.contains(quote.revision), "seed \(seed)") }
                if quote.state == .ordered { #expect(submitted.contains(quote.revision), "seed \(seed)") }
            }
        }
    }

    @Test(arguments: Quote.State.allCases)
    func `only what can still be bought expires, the moment its hold ends`(_ state: Quote.State) {
        var quote = Quote.sample(state)
        quote.priceHoldUntil = .later
        let expires = [.draft, .offered, .approved].contains(state)
        #expect(!quote.isExpired(at: Instant(microseconds: Instant.later.microseconds - 1)))
        #expect(quote.isExpired(at: .later) == expires)
        quote.priceHoldUntil = nil
        #expect(!quote.isExpired(at: .later))
    }
}
