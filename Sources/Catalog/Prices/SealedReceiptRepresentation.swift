import Cryptography
import FoundationEssentials
package import Kernel
import Web

/// A receipt with its digest as answers show the two, wherever in a document: a price, a list of prices, a quote, an order. It is verified
/// from the text alone, with neither the database nor the engine that made it.
package struct SealedReceiptRepresentation: Sendable {
    package enum Flaw: Error, Equatable {
        case notJSON(String)
        case nothingToVerify
        /// A digest is missing, so only the arithmetic could be done again.
        case unsealed
        case notADigest
        /// The receipt is another than the one that the digest was made of.
        case digest
        case unreadable
        /// What stands beside the receipt is not what it says.
        case line(String)
        case receipt(Receipt.Flaw)
        case configuration(ConfigurationReceipt.Flaw)
        /// A line says what it costs, and its receipt is not there.
        case withoutReceipt
        /// A document's total is not what its lines come to.
        case sum
    }

    /// Where in the file it stands, as an RFC 6901 pointer.
    package let pointer: String
    private let receipt: JSONValue
    private let digest: JSONValue?
    /// The object that it stands in; nil for a receipt by itself.
    private let line: JSONObject?

    /// Every receipt in a file, in its order.
    /// - Throws: `Flaw.notJSON`, `Flaw.nothingToVerify`.
    package static func all(in file: [UInt8]) throws -> [SealedReceiptRepresentation] {
        let found = all(in: try document(in: file), at: "")
        guard !found.isEmpty else { throw Flaw.nothingToVerify }
        return found
    }

    private static func all(in value: JSONValue, at pointer: String) -> [SealedReceiptRepresentation] {
        if let items = value.items {
            return items.enumerated().flatMap { all(in: $0.element, at: "\(pointer)/\($0.offset)") }
        }
        guard let members = value.members else { return [] }
        if isReceipt(members) {
            return [SealedReceiptRepresentation(pointer: pointer, receipt: value, digest: nil, line: nil)]
        }
        return members.names.flatMap { name -> [SealedReceiptRepresentation] in
            guard let member = members[name] else { return [] }
            guard name == "receipt" else { return all(in: member, at: "\(pointer)/\(name)") }
            return [
                SealedReceiptRepresentation(
                    pointer: "\(pointer)/\(name)", receipt: member, digest: members["receiptDigest"], line: members)
            ]
        }
    }

    /// Whether it is a receipt by itself, which is held to be one.
    static func isReceipt(_ members: JSONObject) -> Bool { members["steps"] != nil && members["lineTotal"] != nil }

    /// - Parameter known: a digest from elsewhere, in place of the one in the file.
    package func verify(against known: Digest? = nil) throws(Flaw) {
        var expected = known
        if let digest, known == nil {
            guard let stated = digest.text.flatMap({ Digest($0) }) else { throw .notADigest }
            expected = stated
        }
        // Over the text as it stands in the file, and not over what could be read of it: a member that nobody knows, or a number
        // written another way, is another receipt.
        let canonical = receipt.sorted.jsonBytes
        if let expected { guard SHA256.digest(canonical) == expected else { throw .digest } }
        if receipt.members?["configuration"] != nil {
            guard let read = try? JSONDecoder().decode(ConfigurationReceipt.self, from: Data(canonical)),
                (try? read.canonical()).map({ Array($0.utf8) }) == canonical
            else { throw .unreadable }
            do throws(ConfigurationReceipt.Flaw) { try read.check() } catch { throw .configuration(error) }
            try compare(with: .init(read))
            try compareParts(with: read)
        } else {
            guard let read = try? JSONDecoder().decode(Receipt.self, from: Data(canonical)),
                (try? read.canonical()).map({ Array($0.utf8) }) == canonical
            else { throw .unreadable }
            do throws(Receipt.Flaw) { try read.check() } catch { throw .receipt(error) }
            try compare(with: .init(read))
            if line?["configuration"] != nil { throw .line("configuration") }
        }
        if expected == nil { throw .unsealed }
    }

    /// What a receipt of either kind says of its line.
    private struct Stated {
        let sku: String
        let quantity: Quantity
        let currency: Currency
        let unitPrice: String
        let lineTotal: String
        /// Of a configuration each part has its own.
        let listPrice: String?

        init(_ receipt: Receipt) {
            (sku, quantity, currency) = (receipt.sku, receipt.quantity, receipt.currency)
            (unitPrice, lineTotal, listPrice) = (receipt.unitPrice, receipt.lineTotal, receipt.listPrice)
        }

        init(_ receipt: ConfigurationReceipt) {
            (sku, quantity, currency) = (receipt.sku, receipt.quantity, receipt.currency)
            (unitPrice, lineTotal, listPrice) = (receipt.unitPrice, receipt.lineTotal, nil)
        }
    }

    /// The parts that stand beside the receipt are those that it adds up.
    private func compareParts(with receipt: ConfigurationReceipt) throws(Flaw) {
        guard let line else { return }
        guard let beside = line["configuration"]?.members else { throw .line("configuration") }
        func price(_ index: Int) -> JSONValue? {
            receipt.parts[index].receipt.map { own in
                var money = JSONObject()
                money["amount"] = .string(own.unitPrice)
                money["currency"] = .string(own.currency.code)
                return .object(money)
            }
        }
        guard beside["id"] == .string(receipt.configuration.id), beside["number"] == .string(receipt.configuration.number),
            beside["version"] == .integer(receipt.configuration.version), beside["basePrice"] == price(0)
        else { throw .line("configuration") }
        let parts = beside["parts"]?.items ?? []
        guard parts.count == receipt.parts.count - 1 else { throw .line("configuration/parts") }
        for (index, part) in parts.enumerated() {
            let own = receipt.parts[index + 1]
            guard part["slot"] == own.slot.map(JSONValue.string), part["sku"] == .string(own.sku),
                part["quantity"] == .string(own.quantity.description), part["unitPrice"] == price(index + 1),
                part.members.map({ Self.saysNoAmount($0, but: ["unitPrice"]) }) == true
            else { throw .line("configuration/parts/\(index)") }
        }
    }

    private static func saysNoAmount(_ members: JSONObject, but known: [String]) -> Bool {
        members.names.allSatisfy { known.contains($0) || members[$0]?.members?["amount"] == nil }
    }

    private func compare(with receipt: Stated) throws(Flaw) {
        func differs(_ name: String, _ stated: String) -> Bool { line?[name].map { $0 != .string(stated) } ?? false }
        func differs(_ name: String, amount: String) -> Bool {
            guard let money = line?[name] else { return false }
            return money["amount"] != .string(amount) || money["currency"] != .string(receipt.currency.code)
        }
        if line?["onRequest"] == .bool(true) { throw .line("onRequest") }
        if differs("sku", receipt.sku) { throw .line("sku") }
        if differs("quantity", receipt.quantity.description) { throw .line("quantity") }
        if differs("unitPrice", amount: receipt.unitPrice) { throw .line("unitPrice") }
        for name in ["total", "lineTotal"] where differs(name, amount: receipt.lineTotal) { throw .line(name) }
        if line?["listPrice"] != nil, receipt.listPrice.map({ differs("listPrice", amount: $0) }) ?? true { throw .line("listPrice") }
        if let line, !Self.saysNoAmount(line, but: ["unitPrice", "total", "lineTotal", "listPrice"]) { throw .line("amounts") }
    }
}

extension SealedReceiptRepresentation.Flaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let why): "this is no JSON: \(why)"
        case .nothingToVerify: "there is no receipt in it"
        case .unsealed: "the arithmetic holds, but there is no receiptDigest that the rest could be held against"
        case .notADigest: "receiptDigest is not 64 hexadecimal digits in lower case"
        case .digest: "it is not the receipt that the digest was made of"
        case .unreadable: "a receipt's members are missing, unknown or written in another way"
        case .line(let name): "\(name) beside the receipt is not what the receipt says"
        case .receipt(let flaw): flaw.description
        case .configuration(let flaw): flaw.description
        case .withoutReceipt: "a price without its receipt"
        case .sum: "the total is not the sum of the lines"
        }
    }
}

extension JSONValue {
    /// The same with the members of every object in the order of their names, as a receipt's canonical form has them.
    fileprivate var sorted: JSONValue {
        switch self {
        case .array(let items): return .array(items.map(\.sorted))
        case .object(let object):
            var sorted = JSONObject()
            for name in object.names.sorted() { sorted[name] = object[name]?.sorted }
            return .object(sorted)
        case .null, .bool, .integer, .number, .string: return self
        }
    }
}
