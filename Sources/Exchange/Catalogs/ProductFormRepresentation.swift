import Catalog
import Kernel
import Web

extension CatalogForm {
    static let productMembers = [
        "sku", "kind", "manufacturer", "manufacturerPartNumber", "name", "description", "category", "unitOfMeasure", "listPrice",
        "leadTimeDays", "status", "availableFrom", "lastBuyUntil", "successor", "attributes", "images", "documents",
    ]

    /// As the body of `PUT /v1/categories/{category}`, with its code.
    mutating func category(_ item: YAMLValue) {
        for name in ["code", "parent"] { text(name, of: item) }
        texts("title", of: item)
        set("keywords", item["keywords"].map { keywords($0) })
        set("attributes", item["attributes"].map { list($0, at: "/attributes") { $0.attribute($1, at: $2) } })
    }

    /// A list of texts for each language.
    private mutating func keywords(_ value: YAMLValue) -> JSONValue {
        place(value, at: "/keywords")
        guard value.isObject else { return .string("") }
        var object = JSONObject()
        for (language, words) in value.members {
            object[language] = textList(words, at: "/keywords/\(language)")
        }
        return .object(object)
    }

    func readCategory(_ faults: YAMLValue.Faults) -> SaidCategory? { read(.saidCategory, faults) }
    func readProduct(_ faults: YAMLValue.Faults) -> SaidProduct? { read(.saidProduct, faults) }

    /// As an item of `POST /v1/products`.
    mutating func product(_ item: YAMLValue) {
        for name in [
            "sku", "kind", "manufacturer", "manufacturerPartNumber", "category", "unitOfMeasure", "status", "availableFrom", "lastBuyUntil",
            "successor",
        ] {
            text(name, of: item)
        }
        if item["kind"] == nil, let category = said("category") { set("kind", .string(Self.kind(ofCategory: category))) }
        for name in ["name", "description"] { texts(name, of: item) }
        integer("leadTimeDays", of: item)
        set("listPrices", item["listPrice"].map { listPrices($0) })
        set("attributes", item["attributes"].map { attributes($0) })
        set("images", item["images"].map { list($0, at: "/images") { $0.link($1, ["url"], "text", at: $2) } })
        set("documents", item["documents"].map { list($0, at: "/documents") { $0.link($1, ["kind", "url"], "title", at: $2) } })
    }

    /// What products of a category are described by, as in the body of `PUT /v1/categories/{category}`.
    private mutating func attribute(_ item: YAMLValue, at pointer: String) -> JSONValue? {
        guard item.hasMembers([], ["name", "kind", "unit", "label", "options"]) else { return nil }
        var object = JSONObject()
        for name in ["name", "kind", "unit"] { object[name] = item[name].map { text($0, at: "\(pointer)/\(name)") } }
        object["label"] = item["label"].map { texts($0, at: "\(pointer)/label") }
        object["options"] = item["options"].map { list($0, at: "\(pointer)/options") { $0.link($1, ["value"], "label", at: $2) } }
        return .object(object)
    }

    /// An amount per currency.
    private mutating func listPrices(_ value: YAMLValue) -> JSONValue {
        place(value, at: "/listPrices")
        guard value.isObject else { return .string("") }
        var prices: [JSONValue] = []
        for (currency, amount) in value.members {
            let pointer = "/listPrices/\(prices.count)"
            prices.append(money(amount, currency, at: pointer))
        }
        return .array(prices)
    }

    /// Texts, yes or no, and numbers with their units.
    private mutating func attributes(_ value: YAMLValue) -> JSONValue {
        place(value, at: "/attributes")
        guard value.isObject else { return .string("") }
        var object = JSONObject()
        for (name, value) in value.members {
            let pointer = "/attributes/\(name)"
            object[name] =
                !value.isObject ? flag(value, at: pointer) : .object(texts(of: value, ["value", "unit"], at: pointer))
        }
        return .object(object)
    }

    /// Something with a text per language beside it.
    private mutating func link(_ item: YAMLValue, _ names: [String], _ translated: String, at pointer: String) -> JSONValue? {
        guard item.hasMembers([], names + [translated]) else { return nil }
        var object = JSONObject()
        for name in names { object[name] = item[name].map { text($0, at: "\(pointer)/\(name)") } }
        object[translated] = item[translated].map { texts($0, at: "\(pointer)/\(translated)") }
        return .object(object)
    }

    /// UNSPSC's segments from 70 on are services.
    private static func kind(ofCategory code: String) -> String {
        (Int(code.prefix(2)) ?? 0) >= 70 ? "service" : "item"
    }
}
