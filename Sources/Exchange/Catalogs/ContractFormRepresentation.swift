import Catalog
import Kernel
import Web

extension CatalogForm {
    static let versionMembers = [
        "validFrom", "validTo", "replaces", "priceHoldDays", "bestPrice", "paymentTerms", "terms", "productLists", "assortment", "rules",
        "quantityRules", "commitments", "rebates",
    ]

    /// What a contract is, apart from its versions, as the body of `POST …/contracts` has it.
    mutating func contract(_ item: YAMLValue) {
        for name in ["number", "name", "currency"] { text(name, of: item) }
    }

    func readContract(_ faults: YAMLValue.Faults) -> (number: String, name: String, currency: Currency)? {
        let head = Reading<(number: String, name: String, currency: Currency)>.object { fields in
            (fields.required("number", .contractNumber), fields.string("name"), fields.required("currency", .currency))
        }
        return read(head, faults)
    }

    func readVersion(_ faults: YAMLValue.Faults) -> ContractContent? { read(.contractContent, faults) }

    /// A version's content, as a contract's draft is written over HTTP.
    /// - Parameter currency: the contract's, which every amount here is in.
    mutating func version(_ item: YAMLValue, _ currency: String) {
        for name in ["validFrom", "validTo"] { text(name, of: item) }
        integer("priceHoldDays", of: item)
        flag("bestPrice", of: item)
        set("replaces", item["replaces"].map { list($0, at: "/replaces") { $0.integer($1, at: $2) } })
        set("terms", terms(item))
        set("productLists", item["productLists"].map { list($0, at: "/productLists") { $0.productList($1, at: $2) } })
        set("assortment", item["assortment"].map { assortment($0) })
        set("rules", item["rules"].map { list($0, at: "/rules") { $0.rule($1, currency, at: $2) } })
        set("quantityRules", item["quantityRules"].map { list($0, at: "/quantityRules") { $0.quantityRule($1, at: $2) } })
        set("commitments", item["commitments"].map { list($0, at: "/commitments") { $0.commitment($1, currency, at: $2) } })
        set("rebates", item["rebates"].map { list($0, at: "/rebates") { $0.rebate($1, currency, at: $2) } })
    }

    private mutating func terms(_ item: YAMLValue) -> JSONValue? {
        if let payment = item["paymentTerms"] {
            if item["terms"] != nil { payment.refuse("say it as \"payment\" of the terms") }
            return .object(["payment": text(payment, at: "/terms/payment")])
        }
        return item["terms"].map { .object(texts(of: $0, ["payment", "delivery", "warranty", "freight"], at: "/terms")) }
    }

    private mutating func productList(_ item: YAMLValue, at pointer: String) -> JSONValue? {
        guard item.hasMembers([], ["name", "skus"]) else { return nil }
        var object = JSONObject()
        object["name"] = item["name"].map { text($0, at: pointer + "/name") }
        object["skus"] = item["skus"].map { textList($0, at: pointer + "/skus") }
        return .object(object)
    }

    /// What is included, then what is excluded.
    private mutating func assortment(_ value: YAMLValue) -> JSONValue {
        place(value, at: "/assortment")
        guard value.hasMembers(["include"], ["exclude"]) else { return .string("") }
        var entries: [JSONValue] = []
        for effect in ["include", "exclude"] {
            for item in value[effect]?.items ?? [] {
                guard item.hasMembers([], ["sku", "category", "manufacturer", "list", "everything"]) else { continue }
                let pointer = "/assortment/\(entries.count)"
                place(item, at: pointer)
                guard var object = selector(item, product: "sku", lists: true, at: pointer) else { continue }
                object["effect"] = .string(effect)
                entries.append(.object(object))
            }
        }
        return .array(entries)
    }

    private mutating func rule(_ item: YAMLValue, _ currency: String, at pointer: String) -> JSONValue? {
        guard item.hasMembers([], ["fixedPrice", "discount", "costFree"]) else { return nil }
        let common = ["priority", "cumulative"]
        switch (item["fixedPrice"], item["discount"], item["costFree"]) {
        case (let fixed?, nil, nil):
            guard fixed.hasMembers(["sku"], ["price", "tiers"] + common) else { return nil }
            return rule(fixed, "fixed", product: "sku", at: pointer) { form, value, place in
                ("price", form.money(value, currency, at: place + "/price"))
            }
        case (nil, let discount?, nil):
            guard discount.hasMembers([], ["percent", "product", "category", "manufacturer", "everything", "tiers"] + common) else {
                return nil
            }
            return rule(discount, "discount", product: "product", at: pointer) { form, value, place in
                ("percent", form.text(value, at: place + "/percent"))
            }
        case (nil, nil, let free?):
            guard free.hasMembers(["sku"], ["priority"]) else { return nil }
            return rule(free, "free", product: "sku", at: pointer, nil)
        default:
            item.refuse("one of fixedPrice, discount and costFree is needed")
            return nil
        }
    }

    /// - Parameter said: the member of a step that says what it costs or by how much it is cheaper; nil where it costs nothing.
    private mutating func rule(
        _ item: YAMLValue, _ kind: String, product: String, at pointer: String,
        _ said: ((inout CatalogForm, YAMLValue, String) -> (name: String, value: JSONValue))?
    ) -> JSONValue? {
        place(item, at: pointer)
        guard var object = selector(item, product: product, at: pointer) else { return nil }
        object["kind"] = .string(kind)
        object["priority"] = item["priority"].map { integer($0, at: pointer + "/priority") }
        object["cumulative"] = item["cumulative"].map { flag($0, at: pointer + "/cumulative") }
        let name = kind == "fixed" ? "price" : "percent"
        var tiers: [JSONValue] = []
        if let first = item[name], let said {
            let place = "\(pointer)/tiers/0"
            self.place(first, at: place)
            let (name, value) = said(&self, first, place)
            tiers.append(.object(["from": .string("0"), name: value]))
        } else if said == nil {
            tiers.append(.object(["from": .string("0")]))
        } else if item["tiers"] == nil {
            item.refuse("\"\(name)\" is missing")
            return nil
        }
        for tier in item["tiers"]?.items ?? [] {
            guard tier.hasMembers(["from", name]), let value = tier[name], let said else { continue }
            let place = "\(pointer)/tiers/\(tiers.count)"
            self.place(tier, at: place)
            var step = JSONObject()
            step["from"] = tier["from"].map { text($0, at: place + "/from") }
            let (name, amount) = said(&self, value, place)
            step[name] = amount
            tiers.append(.object(step))
        }
        object["tiers"] = .array(tiers)
        return .object(object)
    }

    private mutating func quantityRule(_ item: YAMLValue, at pointer: String) -> JSONValue? {
        let limits = ["minimum", "maximum", "multiple"]
        guard item.hasMembers([], ["product", "category", "manufacturer", "everything"] + limits),
            var object = selector(item, product: "product", at: pointer)
        else { return nil }
        for name in limits { object[name] = item[name].map { text($0, at: "\(pointer)/\(name)") } }
        return .object(object)
    }

    private mutating func commitment(_ item: YAMLValue, _ currency: String, at pointer: String) -> JSONValue? {
        let members = ["product", "category", "manufacturer", "everything", "period", "revenue", "volume", "unitOfMeasure"]
        guard item.hasMembers([], members),
            var object = selector(item, product: "product", at: pointer)
        else { return nil }
        for name in ["period", "volume", "unitOfMeasure"] { object[name] = item[name].map { text($0, at: "\(pointer)/\(name)") } }
        object["revenue"] = item["revenue"].map { money($0, currency, at: pointer + "/revenue") }
        return .object(object)
    }

    private mutating func rebate(_ item: YAMLValue, _ currency: String, at pointer: String) -> JSONValue? {
        guard item.hasMembers([], ["period", "tiers"]) else { return nil }
        var object = JSONObject()
        object["period"] = item["period"].map { text($0, at: pointer + "/period") }
        object["tiers"] = item["tiers"].map { tiers in
            list(tiers, at: pointer + "/tiers") { form, tier, place in
                guard tier.hasMembers([], ["from", "percent"]) else { return nil }
                var step = JSONObject()
                step["from"] = tier["from"].map { form.money($0, currency, at: place + "/from") }
                step["percent"] = tier["percent"].map { form.text($0, at: place + "/percent") }
                return .object(step)
            }
        }
        return .object(object)
    }

    /// Exactly one of a product, a category, a manufacturer, a list where there are lists, and everything.
    private mutating func selector(_ item: YAMLValue, product: String, lists: Bool = false, at pointer: String) -> JSONObject? {
        let names = [product, "category", "manufacturer"] + (lists ? ["list"] : []) + ["everything"]
        let given = names.filter { item[$0] != nil }
        guard given.count == 1, let name = given.first, let value = item[name] else {
            item.refuse("exactly one of \(names.joined(separator: ", ")) is needed")
            return nil
        }
        place(value, at: pointer + "/selector")
        guard name == "everything" else {
            return ["selector": .string(name == product ? "product" : name), "value": text(value, at: pointer + "/value")]
        }
        if value.flag == false { value.refuse("only true makes sense here") }
        return ["selector": .string("everything")]
    }
}
