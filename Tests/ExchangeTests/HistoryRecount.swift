import Foundation

/// The counts and sums of an order history by other means than the importer's: gzip's own program, text cut by hand, cents of plain
/// integers. It knows only what the import's documentation says is taken: lines of a customer on an invoice or on a credit (`C`).
struct HistoryRecount {
    struct Customer: Equatable {
        var orders: Set<String> = []
        var returns: Set<String> = []
        /// In cents.
        var ordered = 0
        var returned = 0
    }

    private(set) var customers: [String: Customer] = [:]
    private(set) var lines = 0

    init(path: String) throws {
        // Not Foundation's Process: waiting for one takes a thread of the pool that the other tests run on.
        guard let gzip = popen("gzip -dc '\(path)'", "r") else { throw CocoaError(.fileReadUnknown) }
        defer { pclose(gzip) }
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&chunk, 1, chunk.count, gzip), count > 0 { data += chunk[..<count] }
        for line in data.split(separator: UInt8(ascii: "\n")).dropFirst() {
            add(String(decoding: line, as: UTF8.self))
        }
    }

    private mutating func add(_ line: String) {
        lines += 1
        // Only the description, the third field, is ever quoted; the others can be told from both ends.
        let fields = line.trimmingCharacters(in: .newlines).split(separator: ",", omittingEmptySubsequences: false)
        let count = fields.count
        let (invoice, quantity, price, customer) = (fields[0], fields[count - 5], fields[count - 3], fields[count - 2])
        guard !customer.isEmpty, invoice.first != "A", let quantity = Int(quantity) else { return }
        let parts = price.split(separator: ".")
        let decimals = parts[1] + String(repeating: "0", count: 4 - parts[1].count)
        let tenThousandths = Int(parts[0])! * 10_000 + Int(decimals)!
        let cents = (abs(quantity) * tenThousandths + 50) / 100
        let name = String(customer.dropLast(2))
        if quantity < 0 {
            customers[name, default: Customer()].returns.insert(String(invoice))
            customers[name, default: Customer()].returned += cents
        } else {
            customers[name, default: Customer()].orders.insert(String(invoice))
            customers[name, default: Customer()].ordered += cents
        }
    }
}
