import Catalog
import Foundation
import Kernel
import PurveyorTesting
import Testing

/// Rule 3 for what is put together of parts: there is one price function, and what it says is added up.
@Suite struct ConfigurationPriceTests {
    private typealias Flaw = SealedReceiptRepresentation.Flaw

    @Test func `the sum is what the naive price function says of each part, and the receipt adds it up again`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var priced = (sum: 0, fixed: 0)
        for _ in 1...1500 {
            let configured = ConfiguredMarket(&random)
            let market = configured.market
            guard let price = try configured.price(&random) else { continue }
            let document = try price.set.demand(price.sets)
            let receipt = try price.receipt
            #expect(throws: Never.self, "seed \(seed)") { try receipt.check() }
            if let parts = price.partPrices {
                priced.sum += 1
                var sum = Decimal(0)
                for (index, line) in document.enumerated() {
                    let naive = NaivePrice.of(line.product, line.quantity, market.deals, market.currency, in: document)
                    guard case .price(let expected) = naive else {
                        Issue.record("\(line.product.sku) has no price, seed \(seed)")
                        continue
                    }
                    #expect(Decimal(parts[index].unitPrice.tenThousandths) == expected.unitPrice, "seed \(seed)")
                    sum += rounded(expected.unitPrice * Decimal(price.set.parts[index].quantity.thousandths) / 1000)
                    #expect(receipt.parts[index].receipt == parts[index].receipt, "seed \(seed)")
                }
                #expect(Decimal(price.unitPrice.tenThousandths) == sum, "seed \(seed)")
            } else {
                priced.fixed += 1
                #expect(configured.configuration.content.pricing.prices == [price.unitPrice])
                #expect(receipt.parts.allSatisfy { $0.receipt == nil && $0.amount == nil })
            }
            #expect(price.lineTotal == (try price.unitPrice.times(price.sets)), "seed \(seed)")
        }
        #expect(priced.sum > 100 && priced.fixed > 50, "\(priced), seed \(seed)")
    }

    /// Half away from zero, to whole ten-thousandths.
    private func rounded(_ value: Decimal) -> Decimal {
        var (from, to) = (value, Decimal())
        NSDecimalRound(&to, &from, 0, .plain)
        return to
    }

    @Test func `what is outside the assortment is never offered, chosen or priced`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 1...1500 {
            let configured = ConfiguredMarket(&random)
            let (market, content) = (configured.market, configured.configuration.content)
            for product in market.products {
                let naive = NaivePrice.of(product, .one, market.deals, market.currency)
                #expect(market.list.holds(product) == (naive != .notInAssortment), "seed \(seed)")
            }
            let check = market.list.check(
                .init(content.slots[0].alternatives.map { .init(slot: "slot1", sku: $0.sku) }), of: configured.configuration,
                products: configured.products)
            let chosen = Set(check.parts.map(\.sku))
            for product in market.products.dropFirst() {
                #expect(chosen.contains(product.sku) == market.list.holds(product), "seed \(seed)")
            }
        }
    }

    /// As a line shows it.
    private func answers(_ count: Int, _ random: inout SeededRandom) throws -> [String] {
        var answers: [String] = []
        while answers.count < count {
            guard let price = try ConfiguredMarket(&random).price(&random) else { continue }
            let receipt = try price.receipt
            answers.append(
                """
                {"configuration":\(try price.line.canonical()),"lineTotal":{"amount":"\(price.lineTotal.amount)","currency":"USD"},\
                "quantity":"\(price.sets)","receipt":\(try receipt.canonical()),"receiptDigest":"\(try receipt.digest())",\
                "sku":"\(price.set.base.sku)","unitPrice":{"amount":"\(price.unitPrice.amount)","currency":"USD"}}
                """)
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

    @Test func `what the service answers holds, and no receipt passes in which any byte is another, missing or added`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for answer in try answers(100, &random) { #expect(flaw(in: answer.utf8) == nil, "seed \(seed): \(answer)") }
        for answer in try answers(4, &random) {
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

    @Test func `the parts beside a receipt are those that it adds up`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var forgeries = 0
        for answer in try answers(60, &random) {
            let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
            let line = try #require(tree["configuration"] as? [String: Any])
            let parts = try #require(line["parts"] as? [[String: Any]])
            var forged: [[String: Any]] = [
                line.merging(["version": 2]) { $1 }, line.merging(["number": "SC-2"]) { $1 },
                line.merging(["basePrice": ["amount": "0.01", "currency": "USD"]]) { $1 },
                line.merging(["parts": parts + [["slot": "slot1", "sku": "SKU-9", "quantity": "1"]]]) { $1 },
            ]
            if let part = parts.first {
                forged.append(line.merging(["parts": Array(parts.dropFirst())]) { $1 })
                for (name, value) in [("sku", "SKU-9"), ("slot", "other"), ("quantity", "77")] {
                    forged.append(line.merging(["parts": [part.merging([name: value]) { $1 }] + parts.dropFirst()]) { $1 })
                }
                let price = ["unitPrice": ["amount": "0.01", "currency": "USD"]]
                forged.append(line.merging(["parts": [part.merging(price) { $1 }] + parts.dropFirst()]) { $1 })
            }
            var robbed = tree
            robbed["configuration"] = nil
            #expect(flaw(in: try JSONSerialization.data(withJSONObject: robbed)) == .line("configuration"), "seed \(seed)")
            for other in forged {
                var whole = tree
                whole["configuration"] = other
                let found = flaw(in: try JSONSerialization.data(withJSONObject: whole))
                guard case .line(let name)? = found else {
                    Issue.record("\(String(describing: found)), seed \(seed): \(other)")
                    continue
                }
                #expect(name.hasPrefix("configuration"))
                forgeries += 1
            }
        }
        #expect(forgeries > 300)
    }

    @Test func `a receipt that is made up to fit its digest still has to add up`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for answer in try answers(60, &random) {
            let tree = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
            let receipt = try #require(tree["receipt"] as? [String: Any])
            let parts = try #require(receipt["parts"] as? [[String: Any]])
            let steps = try #require(receipt["steps"] as? [[String: Any]])
            let dearer = parts[0].merging(["amount": "0.01"]) { $1 }
            let forged: [[String: Any]] = [
                receipt.merging(["unitPrice": "0.01"]) { $1 }, receipt.merging(["lineTotal": "0.01"]) { $1 },
                receipt.merging(["quantity": "13"]) { $1 }, receipt.merging(["sku": "SKU-9"]) { $1 },
                receipt.merging(["steps": Array(steps.dropFirst())]) { $1 },
                receipt.merging(["steps": [steps[0].merging(["operand": "0.01"]) { $1 }] + steps.dropFirst()]) { $1 },
                receipt.merging(["parts": [dearer] + parts.dropFirst()]) { $1 }, receipt.merging(["parts": []]) { $1 },
            ]
            for other in forged {
                let data = try JSONSerialization.data(withJSONObject: other, options: [.sortedKeys, .withoutEscapingSlashes])
                let made = try JSONDecoder().decode(ConfigurationReceipt.self, from: data)
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                #expect(try Data(made.canonical().utf8) == encoder.encode(made), "seed \(seed)")
                let text = "{\"receipt\":\(try made.canonical()),\"receiptDigest\":\"\(try made.digest())\"}"
                guard case .configuration? = flaw(in: text.utf8) else {
                    Issue.record("seed \(seed): \(text)")
                    continue
                }
            }
        }
    }
}
