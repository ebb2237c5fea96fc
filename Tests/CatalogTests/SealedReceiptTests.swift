import Catalog
import Foundation
import Kernel
import PurveyorTesting
import Testing

/// Rule 5 as `purveyor receipt verify` keeps it: from the text of a file alone.
@Suite struct SealedReceiptTests {
    private typealias Flaw = SealedReceiptRepresentation.Flaw

    /// As `POST prices` answers.
    private func answers(_ count: Int, _ random: inout SeededRandom) throws -> [String] {
        var answers: [String] = []
        while answers.count < count {
            let market = Market(&random)
            let document = market.document(&random)
            let volumes = CumulativeVolumes(of: document, in: market.list)
            for line in document {
                guard case .price(let price) = try market.list.price(of: line.product, quantity: line.quantity, among: volumes) else {
                    continue
                }
                let receipt = price.receipt
                answers.append(
                    """
                    {"onRequest":false,"quantity":"\(line.quantity)","receipt":\(try receipt.canonical()),\
                    "receiptDigest":"\(try receipt.digest())","sku":"\(line.product.sku)",\
                    "total":{"amount":"\(price.lineTotal.amount)","currency":"USD"},\
                    "unitPrice":{"amount":"\(price.unitPrice.amount)","currency":"USD"}}
                    """)
            }
        }
        return answers
    }

    private func flaw(in text: some Collection<UInt8>) -> Flaw? {
        do {
            for receipt in try SealedReceiptRepresentation.all(in: Array(text)) { try receipt.verify() }
            return nil
        } catch let flaw as Flaw {
            return flaw
        } catch {
            return .notJSON("\(error)")
        }
    }

    @Test func `what the service answers holds, alone, in a list, laid out and in any order of members`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let answers = try answers(100, &random)
        for answer in answers { #expect(flaw(in: answer.utf8) == nil, "seed \(seed): \(answer)") }
        let list = "{\"items\":[\(answers.joined(separator: ","))]}"
        #expect(try SealedReceiptRepresentation.all(in: Array(list.utf8)).count == answers.count)
        #expect(flaw(in: list.utf8) == nil, "seed \(seed)")
        let tree = try JSONSerialization.jsonObject(with: Data(list.utf8))
        #expect(flaw(in: try JSONSerialization.data(withJSONObject: tree, options: [.prettyPrinted])) == nil, "seed \(seed)")
    }

    @Test func `no receipt passes in which any byte is another, missing or added`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for answer in try answers(25, &random) {
            let bytes = Array(answer.utf8)
            let from = try #require(answer.range(of: "\"receipt\":{"))
            let to = try #require(answer.range(of: "\"receiptDigest\""))
            let start = answer.utf8.distance(from: answer.startIndex, to: from.upperBound)
            let end = answer.utf8.distance(from: answer.startIndex, to: to.lowerBound)
            for place in start..<end - 1 {
                let other = UInt8.random(in: 0x20...0x7E, using: &random)
                var (changed, without, more) = (bytes, bytes, bytes)
                changed[place] = other == bytes[place] ? other ^ 1 : other
                without.remove(at: place)
                more.insert(UInt8.random(in: 0x21...0x7E, using: &random), at: place)
                for forged in [changed, without, more] {
                    #expect(flaw(in: forged) != nil, "seed \(seed): \(String(decoding: forged, as: UTF8.self))")
                }
            }
        }
    }

    @Test(arguments: [("0", "-0"), ("0", "0.0"), ("1", "1.0"), ("1", "1e0"), ("1", "-1"), ("1", "10e-1")])
    func `a number that is written another way is another receipt`(_ stated: String, _ forged: String) throws {
        var random = SeededRandom(seed: 5)
        let members = ["\"priority\":", "\"version\":", "\"position\":"]
        var tried = 0
        for answer in try answers(25, &random) {
            for member in members where answer.contains("\(member)\(stated),") || answer.contains("\(member)\(stated)}") {
                tried += 1
                let text = answer.replacing("\(member)\(stated),", with: "\(member)\(forged),")
                    .replacing("\(member)\(stated)}", with: "\(member)\(forged)}")
                #expect(flaw(in: text.utf8) != nil, "\(text)")
            }
        }
        #expect(tried > 0)
    }

    @Test func `what stands beside a receipt is what the receipt says`() throws {
        var random = SeededRandom(seed: 7)
        let answer = try #require(try answers(1, &random).first)
        let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        let others: [(String, Any, Flaw)] = [
            ("sku", "OTHER", .line("sku")), ("quantity", "77", .line("quantity")),
            ("unitPrice", ["amount": "0.01", "currency": "USD"], .line("unitPrice")),
            ("total", ["amount": "0.01", "currency": "USD"], .line("total")), ("receiptDigest", "00", .notADigest),
            ("receiptDigest", String(repeating: "0", count: 64), .digest), ("receipt", ["sku": "A"], .digest),
        ]
        for (name, value, expected) in others {
            var forged = tree
            forged[name] = value
            #expect(flaw(in: try JSONSerialization.data(withJSONObject: forged)) == expected, "\(name)")
        }
        var unsealed = tree
        unsealed["receiptDigest"] = nil
        #expect(flaw(in: try JSONSerialization.data(withJSONObject: unsealed)) == .unsealed)
        let bare = try JSONSerialization.data(withJSONObject: tree["receipt"] as Any)
        #expect(flaw(in: bare) == .unsealed)
        let receipt = try #require(try SealedReceiptRepresentation.all(in: Array(bare)).first)
        let digest = try #require((tree["receiptDigest"] as? String).flatMap { Digest($0) })
        try receipt.verify(against: digest)
        #expect(throws: Flaw.digest) { try receipt.verify(against: Digest(String(repeating: "0", count: 64))) }
    }

    @Test func `a line that was robbed of its receipt is found, and a total that its lines do not come to`() throws {
        var random = SeededRandom(seed: 13)
        let lines = try answers(3, &random).map { answer in
            try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        }
        var total = Money.zero(Market.dollar)
        for line in lines {
            let amount = try #require((line["total"] as? [String: Any])?["amount"] as? String)
            total = try total.adding(try #require(Money(amount, Market.dollar)))
        }
        func flaws(_ lines: [[String: Any]], _ total: String, currency: String = "USD") throws -> [String] {
            let document: [String: Any] = ["number": "Q-1", "lines": lines, "total": ["amount": total, "currency": currency]]
            let file = Array(try JSONSerialization.data(withJSONObject: document))
            return try SealedReceiptRepresentation.documentFlaws(in: file).map { "\($0.pointer) \($0.flaw)" }
        }
        #expect(try flaws(lines, total.amount).isEmpty)
        var robbed = lines
        robbed[1]["receipt"] = nil
        robbed[1]["receiptDigest"] = nil
        #expect(try flaws(robbed, total.amount) == ["/lines/1 a price without its receipt"])
        robbed[1]["total"] = ["amount": "1.00", "currency": "USD"]
        #expect(try flaws(robbed, total.amount).count == 2)
        let sum = ["/total the total is not the sum of the lines"]
        #expect(try flaws(lines, "1.00") == sum)
        #expect(try flaws(lines, total.amount, currency: "EUR") == sum)
        #expect(try flaws(Array(lines.dropFirst()), total.amount) == sum)
        robbed[1]["total"] = nil
        #expect(try flaws(robbed, total.amount).contains(sum[0]))
        var asked = lines[0]
        asked["onRequest"] = true
        #expect(flaw(in: try JSONSerialization.data(withJSONObject: asked)) == .line("onRequest"))
    }

    @Test func `no document passes whose total or currency its receipts do not bear out, however it is laid out`() throws {
        var random = SeededRandom(seed: 19)
        let lines = try answers(2, &random).map { answer in
            try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        }
        func total(_ line: [String: Any]) throws -> Money {
            let amount = try #require((line["total"] as? [String: Any])?["amount"] as? String)
            return try #require(Money(amount, Market.dollar))
        }
        let sum = try total(lines[0]).adding(total(lines[1]))
        let right: [String: Any] = ["currency": "USD", "lines": lines, "total": ["amount": sum.amount, "currency": "USD"]]
        let bare = lines.map { $0.filter { !["total", "unitPrice"].contains($0.key) } }
        let robbed = bare.map { $0.filter { !["receipt", "receiptDigest"].contains($0.key) } }
        let one = ["amount": "1.00", "currency": "USD"]
        func holds(_ changes: [String: Any]) throws -> Bool {
            let file = try JSONSerialization.data(withJSONObject: right.merging(changes) { $1 }, options: .sortedKeys)
            return try SealedReceiptRepresentation.documentFlaws(in: Array(file)).isEmpty && flaw(in: file) == nil
        }
        func with(_ name: String, _ value: Any) -> [[String: Any]] { [lines[0].merging([name: value]) { $1 }, lines[1]] }
        #expect(try holds([:]) && holds(["lines": bare]))
        let forged: [[String: Any]] = [
            ["lines": bare, "total": one], ["lines": [:], "total": one], ["lines": [] as [Any], "total": one],
            ["lines": robbed, "total": one, "receipt": lines[0]["receipt"] ?? "", "receiptDigest": lines[0]["receiptDigest"] ?? ""],
            ["currency": "EUR"], ["total": ["amount": sum.amount, "currency": "EUR"]],
            ["lines": ["a": lines[0], "b": lines[1]], "total": one], ["lines": ["a": robbed[0].merging(["unitPrice": one]) { $1 }]],
            ["lines": with("more", ["lines": [robbed[0].merging(["price": one]) { $1 }]])], ["lines": with("listPrice", one)],
            ["lines": with("price", one)],
        ]
        for (place, changes) in forged.enumerated() { #expect(try !holds(changes), "\(place)") }
    }

    @Test func `no line without its receipt passes, whatever is put in its place`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let lines = try answers(3, &random).map { answer in
            try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        }
        let price = ["amount": "1.00", "currency": "USD"]
        for _ in 0..<300 {
            var robbed = Bool.random(using: &random) ? lines[1] : [:]
            for name in ["receipt", "receiptDigest", "total", "unitPrice"] { robbed[name] = nil }
            if Bool.random(using: &random) { robbed["sku"] = nil }
            for name in ["unitPrice", "lineTotal", "total", "price"].shuffled(using: &random).prefix(2) {
                robbed[name] = price
            }
            for name in ["steps", "receipt", "configuration", "losers", "onRequest", "items"] where Bool.random(using: &random) {
                robbed[name] = [[] as [Any], [:] as [String: Any], NSNull(), false, "x"].randomElement(using: &random)
            }
            let document: [String: Any] = ["number": "Q-1", "lines": [lines[0], robbed, lines[2]]]
            let file = try JSONSerialization.data(withJSONObject: document, options: .sortedKeys)
            let isFound = try !SealedReceiptRepresentation.documentFlaws(in: Array(file)).isEmpty || flaw(in: file) != nil
            #expect(isFound, "seed \(seed): \(String(decoding: file, as: UTF8.self))")
        }
    }

    @Test func `a file that an editor of Windows has saved is read`() throws {
        var random = SeededRandom(seed: 17)
        let answer = try #require(try answers(1, &random).first)
        #expect(flaw(in: [0xEF, 0xBB, 0xBF] + Array(answer.utf8)) == nil)
        #expect(try SealedReceiptRepresentation.documentFlaws(in: [0xEF, 0xBB, 0xBF] + Array(answer.utf8)).isEmpty)
    }

    @Test(arguments: ["", "{", "[]", "{}", "{\"items\":[]}", "{\"receipt\":null", "\u{FF}"])
    func `a file without a receipt does not hold`(_ text: String) {
        #expect(flaw(in: text.utf8) != nil)
    }

    @Test func `a receipt that is made up to fit its digest still has to add up`() throws {
        var random = SeededRandom(seed: 11)
        for answer in try answers(50, &random) {
            let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
            var receipt = try #require(tree["receipt"] as? [String: Any])
            receipt["unitPrice"] = "0.01"
            let data = try JSONSerialization.data(withJSONObject: receipt, options: [.sortedKeys, .withoutEscapingSlashes])
            let forged = try JSONDecoder().decode(Receipt.self, from: data)
            let text = "{\"receipt\":\(try forged.canonical()),\"receiptDigest\":\"\(try forged.digest())\"}"
            #expect(flaw(in: text.utf8) != nil)
        }
    }
}
