import Catalog
import Foundation
import Kernel
import PurveyorTesting
import Testing

/// Rule 5: a receipt can be checked later without the engine that made it.
@Suite struct ReceiptTests {
    private func receipts(_ count: Int, seed: UInt64) throws -> [Receipt] {
        var random = SeededRandom(seed: seed)
        var receipts: [Receipt] = []
        while receipts.count < count {
            let market = Market(&random)
            let document = market.document(&random)
            let volumes = CumulativeVolumes(of: document, in: market.list)
            for line in document {
                if case .price(let price) = try market.list.price(of: line.product, quantity: line.quantity, among: volumes) {
                    receipts.append(price.receipt)
                }
            }
        }
        return receipts
    }

    @Test func `the receipt of every price passes, adds up to it and reads as it was written`() throws {
        let seed = UInt64.random(in: .min ... .max)
        for receipt in try receipts(500, seed: seed) {
            #expect(throws: Never.self, "seed \(seed)") { try receipt.check() }
            let read = try JSONDecoder().decode(Receipt.self, from: Data(receipt.canonical().utf8))
            #expect(read == receipt, "seed \(seed)")
            #expect(try read.canonical() == receipt.canonical(), "seed \(seed)")
        }
    }

    @Test func `the canonical form is what JSONEncoder writes with sorted keys, byte for byte, whatever texts hold`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for receipt in try receipts(300, seed: seed) {
            var whole = try #require(JSONSerialization.jsonObject(with: encoder.encode(receipt)) as? [String: Any])
            let text = String(String.UnicodeScalarView((0..<8).map { _ in Unicode.Scalar(UInt8.random(in: 0...255, using: &random)) }))
            whole["listPriceOn"] = Bool.random(using: &random) ? "2026-10-31" : nil
            whole["sku"] = text + "/\\\"纸\u{1F4BB}\u{7F}\u{2028}"
            whole["contract"] = ["id": text, "number": "", "version": Int.random(in: -3...300, using: &random)]
            let hostile = try JSONDecoder().decode(Receipt.self, from: JSONSerialization.data(withJSONObject: whole))
            for one in [receipt, hostile] {
                #expect(try Data(one.canonical().utf8) == encoder.encode(one), "seed \(seed)")
            }
        }
    }

    @Test func `whatever single value of a receipt is changed, its digest tells; and the arithmetic where it takes part in it`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var caught = 0
        for receipt in try receipts(150, seed: seed) {
            let digest = try receipt.digest()
            let whole = try JSONSerialization.jsonObject(with: Data(receipt.canonical().utf8))
            for change in Change.all(of: whole) {
                let data = try JSONSerialization.data(withJSONObject: change.result)
                guard let forged = try? JSONDecoder().decode(Receipt.self, from: data) else {
                    caught += 1
                    continue
                }
                #expect(try forged.digest() != digest, "\(change.path), seed \(seed)")
                guard takesPart(change.path, in: receipt, forged) else { continue }
                caught += 1
                let text = try receipt.canonical()
                #expect(throws: Receipt.Flaw.self, "\(change.path) in \(text), seed \(seed)") { try forged.check() }
            }
        }
        #expect(caught > 1000)
    }

    /// Whether the arithmetic, and not only the digest, must notice.
    private func takesPart(_ path: [String], in receipt: Receipt, _ forged: Receipt) -> Bool {
        switch path[0] {
        case "quantity", "steps", "unitPrice", "lineTotal": true
        case "listPrice": receipt.steps.contains { $0.operation == .listPrice }
        case "rule":
            switch path.dropFirst().first {
            case nil, "kind": true
            case "fromQuantity": forged.rule?.fromQuantity.map { $0 > receipt.counted } ?? true
            case "cumulativeQuantity": forged.counted < forged.quantity
            case "value": receipt.rule?.selector == "product"
            default: false
            }
        default: false
        }
    }
}

extension Receipt {
    fileprivate var counted: Quantity { rule?.cumulativeQuantity ?? quantity }
}

/// One value of a JSON document changed or left out.
private struct Change {
    let path: [String]
    let result: Any

    static func all(of value: Any, at path: [String] = []) -> [Change] {
        switch value {
        case let object as [String: Any]:
            object.keys.sorted().flatMap { key -> [Change] in
                var without = object
                without[key] = nil
                let inner = all(of: object[key] as Any, at: path + [key]).map { change -> Change in
                    var copy = object
                    copy[key] = change.result
                    return Change(path: change.path, result: copy)
                }
                return inner + [Change(path: path + [key], result: without)]
            }
        case let array as [Any]:
            array.indices.flatMap { index -> [Change] in
                var without = array
                without.remove(at: index)
                let inner = all(of: array[index], at: path + ["\(index)"]).map { change -> Change in
                    var copy = array
                    copy[index] = change.result
                    return Change(path: change.path, result: copy)
                }
                return inner + [Change(path: path + ["\(index)"], result: without)]
            }
        default: others(value).map { Change(path: path, result: $0) }
        }
    }

    private static func others(_ value: Any) -> [Any] {
        guard let text = value as? String else { return [(value as? Int ?? 0) + 1] }
        if let operation = Receipt.Step.Operation(rawValue: text) {
            return [.listPrice, .fixedPrice, .costFree, .discount, .timesQuantity].filter { $0 != operation }.map(
                \Receipt.Step.Operation.rawValue)
        }
        if let number = Decimal(string: text), Money(text, Market.dollar) != nil { return ["\(number + 1)", "-\(number + 1)"] }
        if let kind = PriceRule.Kind(rawValue: text) { return PriceRule.Kind.allCases.filter { $0 != kind }.map(\.rawValue) }
        if text == "USD" { return ["EUR"] }
        if LocalDate(text) != nil { return ["2026-06-16"] }
        return [text + "x"]
    }
}
