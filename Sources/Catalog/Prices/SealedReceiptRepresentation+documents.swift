import Kernel
import Web

/// What documents say beside their receipts and no receipt bears out: a line that was robbed of its receipt, a total that is another.
extension SealedReceiptRepresentation {
    /// - Returns: where in the file, as RFC 6901 pointers, and what.
    /// - Throws: `Flaw.notJSON`.
    package static func documentFlaws(in file: [UInt8]) throws -> [(pointer: String, flaw: Flaw)] {
        flaws(of: try document(in: file), at: "")
    }

    /// A file that was saved by an editor of Windows begins with a mark.
    static func document(in file: [UInt8]) throws -> JSONValue {
        let mark = Array(CSVText.mark.utf8)
        do {
            return try JSONParser.parse(file.starts(with: mark) ? Array(file.dropFirst(mark.count)) : file)
        } catch {
            throw Flaw.notJSON(String(describing: error))
        }
    }

    /// - Parameter isLine: whether it is one of a document's lines.
    private static func flaws(of value: JSONValue, at pointer: String, isLine: Bool = false) -> [(pointer: String, flaw: Flaw)] {
        if let items = value.items {
            return items.enumerated().flatMap { flaws(of: $0.element, at: "\(pointer)/\($0.offset)", isLine: isLine) }
        }
        // What stands in a line with its receipt, as the parts of what it orders, is in that receipt's price.
        guard let members = value.members, members["receipt"] == nil, !isReceipt(members) else { return [] }
        var found: [(pointer: String, flaw: Flaw)] = []
        if isPriced(members, isLine: isLine) { found.append((pointer, .withoutReceipt)) }
        if let total = members["total"], let lines = members["lines"]?.items, !isSum(total, of: lines) {
            found.append(("\(pointer)/total", .sum))
        }
        return found
            + members.names.flatMap { name in
                members[name].map { flaws(of: $0, at: "\(pointer)/\(name)", isLine: name == "lines") } ?? []
            }
    }

    /// In a line whatever is an amount is its price, under whichever name: nothing else there is to be believed without a receipt.
    private static func isPriced(_ members: JSONObject, isLine: Bool) -> Bool {
        if isLine { return members.names.contains { isAmount(members[$0]) } }
        return isAmount(members["unitPrice"]) || isAmount(members["lineTotal"]) || members["sku"] != nil && isAmount(members["total"])
    }

    /// Lines that say nothing of what they come to have no sum.
    private static func isSum(_ total: JSONValue, of lines: [JSONValue]) -> Bool {
        let stated = lines.compactMap { money($0.members?["lineTotal"] ?? $0.members?["total"]) }
        guard stated.count == lines.count, !lines.isEmpty else { return lines.isEmpty || stated.isEmpty }
        guard let total = money(total) else { return false }
        var sum = Money.zero(total.currency)
        for line in stated {
            guard line.currency == sum.currency, let next = try? sum.adding(line) else { return false }
            sum = next
        }
        return sum == total
    }

    private static func isAmount(_ value: JSONValue?) -> Bool { value?.members?["amount"] != nil }

    private static func money(_ value: JSONValue?) -> Money? {
        guard let members = value?.members, let currency = members["currency"]?.text.flatMap({ Currency($0) }) else { return nil }
        return members["amount"]?.text.flatMap { Money($0, currency) }
    }
}
