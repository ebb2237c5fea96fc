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
        guard let members = value.members, !isReceipt(members) else { return [] }
        var found: [(pointer: String, flaw: Flaw)] = []
        let hasReceipt = members["receipt"] != nil
        if !hasReceipt, isPriced(members, isLine: isLine) { found.append((pointer, .withoutReceipt)) }
        if let lines = members["lines"], let total = members["total"], !isSum(total, of: lines, in: members["currency"]) {
            found.append(("\(pointer)/total", .sum))
        }
        return found
            + members.names.flatMap { name -> [(pointer: String, flaw: Flaw)] in
                // A receipt is held by itself, and the parts beside it against it.
                guard let member = members[name], !hasReceipt || !["receipt", "configuration"].contains(name) else { return [] }
                return flaws(ofMember: member, at: "\(pointer)/\(name)", areLines: name == "lines")
            }
    }

    /// Lines may stand in a list, as the service writes them, or be named.
    private static func flaws(ofMember value: JSONValue, at pointer: String, areLines: Bool) -> [(pointer: String, flaw: Flaw)] {
        guard areLines, let members = value.members else { return flaws(of: value, at: pointer, isLine: areLines) }
        return members.names.flatMap { name in
            members[name].map { flaws(of: $0, at: "\(pointer)/\(name)", isLine: true) } ?? []
        }
    }

    /// In a line whatever is an amount is its price, under whichever name: nothing else there is to be believed without a receipt.
    private static func isPriced(_ members: JSONObject, isLine: Bool) -> Bool {
        if isLine { return members.names.contains { isAmount(members[$0]) } }
        return isAmount(members["unitPrice"]) || isAmount(members["lineTotal"]) || members["sku"] != nil && isAmount(members["total"])
    }

    /// A line comes to what its receipt says, and else to what it says itself; a document of nothing comes to nothing.
    private static func isSum(_ total: JSONValue, of lines: JSONValue, in currency: JSONValue?) -> Bool {
        // The number of a file's lines, as imports tell it.
        guard isAmount(total) else { return true }
        guard let lines = lines.items, let total = money(total) else { return false }
        if let currency, currency != .string(total.currency.code) { return false }
        var sum = Money.zero(total.currency)
        for line in lines {
            guard let own = lineTotal(of: line), own.currency == sum.currency, let next = try? sum.adding(own) else { return false }
            sum = next
        }
        return sum == total
    }

    private static func lineTotal(of line: JSONValue) -> Money? {
        guard let members = line.members else { return nil }
        guard let receipt = members["receipt"]?.members else { return money(members["lineTotal"] ?? members["total"]) }
        guard let currency = receipt["currency"]?.text.flatMap({ Currency($0) }) else { return nil }
        return receipt["lineTotal"]?.text.flatMap { Money($0, currency) }
    }

    private static func isAmount(_ value: JSONValue?) -> Bool { value?.members?["amount"] != nil }

    private static func money(_ value: JSONValue?) -> Money? {
        guard let members = value?.members, let currency = members["currency"]?.text.flatMap({ Currency($0) }) else { return nil }
        return members["amount"]?.text.flatMap { Money($0, currency) }
    }
}
