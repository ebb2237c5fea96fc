import Catalog
import FoundationEssentials
import Kernel
import Web

/// Products to import: those of a file, or as many made up in its shape: a quarter has a price, and each about five attributes.
struct BenchStock {
    struct Attribute {
        let category: String
        let name: String
        let kind: AttributeDefinition.Kind
    }

    private struct Item {
        let sku: String
        let name: String
        let category: String
        let price: String?
        let attributes: [String: JSONValue]
    }

    private let items: [Item]
    private let kinds: [String: AttributeDefinition.Kind]

    var count: Int { items.count }
    var categories: [String] { Set(items.map(\.category)).sorted() }

    /// What the products of each category are described by.
    var attributes: [Attribute] {
        var names: [String: Set<String>] = [:]
        for item in items { names[item.category, default: []].formUnion(item.attributes.keys) }
        return names.flatMap { category, names in
            names.map { Attribute(category: category, name: $0, kind: kinds[$0] ?? .text) }
        }
    }

    private init(_ items: [Item]) {
        self.items = items
        var found: [String: Set<AttributeDefinition.Kind>] = [:]
        for item in items {
            for (name, value) in item.attributes { found[name, default: []].insert(value.attributeKind) }
        }
        kinds = found.compactMapValues { $0.count == 1 ? $0.first : .text }
    }

    /// Nil where there is no such file.
    static func read(_ path: String) throws -> BenchStock? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let lines = try BenchService.output(of: "zcat", [path], directory: "/tmp").split(separator: "\n")
        return BenchStock(
            try lines.compactMap { line in
                let product = try JSONParser.parse(Array(line.utf8))
                guard let sku = product["sku"]?.text, let name = product["name"]?.text, let category = product["unspsc"]?.text else {
                    return nil
                }
                var attributes: [String: JSONValue] = [:]
                let given = product["attributes"]?.members ?? [:]
                for name in given.names { attributes[Self.attributeName(name)] = given[name] }
                return Item(sku: sku, name: name, category: category, price: product["listPrice"]?.text, attributes: attributes)
            })
    }

    static func generated(_ count: Int = 63_317) -> BenchStock {
        let makers = ["Aurivane", "Corsair", "Harbourline", "Larkspur", "Norda", "Samsung", "Tallgrass", "Verden"]
        let categories = [
            "43211902", "43201401", "43211600", "43201803", "43201513", "32101602", "43211706", "39121004", "43201500", "52161514",
        ]
        let colours = ["Black", "Black / Red", "Grey", "Silver", "White", "White / Blue"]
        return BenchStock(
            (0..<count).map { number in
                // Spread without a pattern that a filter could meet.
                let spread = number &* 2_654_435_761 >> 7 & 0xFFFF_FFFF
                let category = categories[spread % categories.count]
                let attributes: [String: JSONValue] = [
                    "itColor": .string(colours[spread % 6]), "itType": .string("Type \(spread % 17)"), "itSize": .integer(spread % 97),
                    "itSpeed": .integer(spread % 1_009), "itWireless": .bool(spread % 3 == 0),
                ]
                return Item(
                    sku: "GEN-\(number)", name: "\(makers[spread % makers.count]) Model \(spread % 4_999) SSD \(number)",
                    category: category,
                    price: number % 4 == 0 ? "\(10 + spread % 900).\(10 + spread % 90)" : nil, attributes: attributes)
            })
    }

    /// As `purveyor import products` reads it.
    var csv: String {
        let names = kinds.keys.sorted()
        var text = CSVText.record(["sku", "name.en", "manufacturer", "category", "listPrice.USD"] + names.map { "attribute.\($0)" })
        for item in items {
            let maker = item.name.split(separator: " ").first.map(String.init) ?? ""
            let values = names.map { name in item.attributes[name].map { $0.field(as: kinds[name] ?? .text) } ?? "" }
            text += CSVText.record([item.sku, item.name, maker, item.category, item.price ?? ""] + values)
        }
        return text
    }

    /// As the price function takes them.
    func products(_ count: Int) -> [Product] {
        items.prefix(count).map { item in
            Product(
                id: World.live.newID(), sku: item.sku, kind: .item, name: item.name, description: nil,
                manufacturer: item.name.split(separator: " ").first.map(String.init), manufacturerPartNumber: nil, category: item.category,
                categoryTitle: nil, unitOfMeasure: "H87", leadTimeDays: nil, status: .active, successor: nil, attributes: "{}",
                listPrice: Currency("USD").flatMap { Money(item.price ?? "50.00", $0) })
        }
    }

    /// `form_factor` as `itFormFactor`: the demo has attributes of the same names in other units.
    private static func attributeName(_ name: String) -> String {
        "it" + name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension JSONValue {
    fileprivate var attributeKind: AttributeDefinition.Kind {
        switch self {
        case .bool: .flag
        case .integer: .number
        case .number(let text): Quantity(text) == nil ? .text : .number
        default: .text
        }
    }

    fileprivate func field(as kind: AttributeDefinition.Kind) -> String {
        switch self {
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let text), .string(let text): text
        case .array(let values): values.map { $0.field(as: .text) }.joined(separator: " x ")
        case .null, .object: ""
        }
    }
}
