import Kernel

/// What an order history tells about the things that were sold: gathered line by line, its size is that of the catalog.
struct HistoryProducts: Sendable {
    /// A thing that was sold.
    struct Product: Sendable, Equatable {
        let sku: String
        let name: String
        let isCharge: Bool
        let listPrice: Money?
    }

    private struct Facts {
        var name = ""
        var namedAt: (WallTime, Int)?
        var lines: [Money: Int] = [:]
    }

    private var facts: [String: Facts] = [:]

    mutating func add(_ line: HistoryLine) {
        var known = facts[line.sku] ?? Facts()
        if !line.name.isEmpty, known.namedAt.map({ $0 < (line.placedAt, line.line) }) ?? true {
            known.name = line.name
            known.namedAt = (line.placedAt, line.line)
        }
        if !line.isReturn, line.unitPrice.tenThousandths > 0 { known.lines[line.unitPrice, default: 0] += 1 }
        facts[line.sku] = known
    }

    /// By SKU. A product bears its latest name. The history has no list prices: it is the highest price that at least one in twenty of
    /// the product's order lines was sold at, which a slip of the pen or a single hurried customer is not. A charge has none.
    var all: [Product] {
        facts.sorted { $0.key < $1.key }.map { sku, facts in
            let isCharge = !HistoryLine.isProduct(sku)
            let count = facts.lines.values.reduce(0, +)
            let usual = facts.lines.filter { $0.value * 20 >= count }.keys
            return Product(
                sku: sku, name: facts.name.isEmpty ? sku : facts.name, isCharge: isCharge,
                listPrice: isCharge ? nil : usual.max { $0.tenThousandths < $1.tenThousandths })
        }
    }
}
