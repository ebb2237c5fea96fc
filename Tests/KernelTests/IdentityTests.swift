import Foundation
import Kernel
import PurveyorTesting
import Testing

@Suite struct IdentityTests {
    @Test func `a version 7 UUID has the time in front, its version and its variant, and sorts by time`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var milliseconds: Int64 = 1_700_000_000_000
        var previous: ID<Self>?
        for _ in 0..<2_000 {
            milliseconds += .random(in: 1...1_000_000, using: &random)
            let uuid = UUID.version7(
                at: Instant(microseconds: milliseconds * 1000 + .random(in: 0...999, using: &random)),
                random: (random.next(), random.next()))
            let text = uuid.uuidString.lowercased()
            #expect(Int64(text.prefix(13).replacing("-", with: ""), radix: 16) == milliseconds, "\(text), seed \(seed)")
            #expect(text.dropFirst(14).first == "7", "\(text), seed \(seed)")
            #expect("89ab".contains(text.dropFirst(19).prefix(1)), "\(text), seed \(seed)")
            let id = ID<Self>(uuid)
            if let previous { #expect(previous < id && previous.description < id.description, "seed \(seed)") }
            #expect(ID<Self>(id.description) == id)
            previous = id
        }
    }

    @Test func `the random bits of an id are all used`() {
        let low = UUID.version7(at: Instant(microseconds: 0), random: (0, 0)).uuidString
        let high = UUID.version7(at: Instant(microseconds: 0), random: (.max, .max)).uuidString
        #expect(low == "00000000-0000-7000-8000-000000000000")
        #expect(high == "00000000-0000-7FFF-BFFF-FFFFFFFFFFFF")
    }

    @Test(arguments: [
        "", "0190163d-8694-739b-aea5-966c26f8ad9", "0190163d8694739baea5966c26f8ad910000", "{190163d-8694-739b-aea5-966c26f8ad91}",
    ])
    func `what is not in the canonical form is not an id`(_ text: String) {
        #expect(ID<Self>(text) == nil)
    }

    @Test func `a digest reads as it was written, in lower case only`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let digest = try #require(Digest(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }))
            #expect(digest.description.count == 64)
            #expect(Digest(digest.description) == digest, "seed \(seed)")
        }
        #expect(Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(Digest(String(repeating: "A", count: 64)) == nil)
        #expect(Digest(String(repeating: "0", count: 63)) == nil)
        #expect(Digest(String(repeating: "g", count: 64)) == nil)
    }

    @Test(arguments: ["Q-0", "Q--1", "O-000001", "Q-", "q-1", "Q-1a", "Q-1234567890123", "Q1", "Q-+1"])
    func `what is not a quote's number is not read as one`(_ text: String) {
        #expect(DocumentNumber(text, .quote) == nil)
    }

    @Test func `a document's number reads as it is written`() {
        for value in [1, 42, 999_999, 1_000_000, 123_456_789_012] {
            let number = DocumentNumber(.quote, value)
            #expect(DocumentNumber(number.description, .quote) == number)
        }
        #expect(DocumentNumber(.quote, 123).description == "Q-000123")
    }

    @Test(arguments: ["usd", "US", "USDX", "US1", "ÜSD", ""])
    func `what is not three capital letters is not a currency`(_ text: String) {
        #expect(Currency(text) == nil)
    }
}
