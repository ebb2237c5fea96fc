import Catalog
import Kernel

extension CatalogReader {
    func readContract(_ item: YAMLValue) -> ContractDraft? {
        let required = ["number", "name", "currency", "validFrom", "validTo", "priceHoldDays", "paymentTerms", "assortment", "rules"]
        guard item.hasMembers(required, Self.moreOfContracts) else { return nil }
        let number = item["number"]?.text
        let name = item["name"]?.text
        let currency = item["currency"]?.currency
        let from = item["validFrom"]?.day
        let to = item["validTo"]?.day
        if let from, let to, to < from { item["validTo"]?.refuse("before the first day") }
        let hold = item["priceHoldDays"]?.read("a number of days from 0 to 3650") { Int($0).flatMap { (0...3650).contains($0) ? $0 : nil } }
        let terms = item["paymentTerms"]?.text
        let bestPrice = item["bestPrice"].map(\.flag) ?? false
        let lists = readLists(item["productLists"])
        let assortment = item["assortment"].map { readAssortment($0, lists) } ?? []
        guard let number, let name, let currency, let from, let hold, let bestPrice else { return nil }
        let rules = (item["rules"]?.items ?? []).enumerated().compactMap { readRule($1, position: $0 + 1, currency) }
        let quantities = item["quantityRules"].map(readQuantityRules) ?? []
        return ContractDraft(
            number: number, name: name, currency: currency, validFrom: from, validTo: to, priceHoldDays: hold, paymentTerms: terms,
            isBestPrice: bestPrice, assortment: assortment, rules: rules, quantities: quantities)
    }

    private func readAssortment(_ item: YAMLValue, _ lists: [ContractContent.ProductList]) -> [AssortmentRule] {
        guard item.hasMembers(["include"], ["exclude"]) else { return [] }
        func selectors(_ item: YAMLValue) -> [ProductSelector] {
            guard let list = item["list"] else { return [readSelector(item, product: "sku")].compactMap(\.self) }
            guard item.hasMembers(["list"]), let name = list.text else { return [] }
            guard let found = lists.first(where: { $0.name == name }) else {
                list.refuse("the contract has no product list \(name)")
                return []
            }
            return found.skus.map { .product(sku: $0) }
        }
        let included = (item["include"]?.items ?? []).flatMap(selectors)
        let excluded = item["exclude"].map { $0.items.flatMap(selectors) } ?? []
        return included.map { AssortmentRule(effect: .include, selector: $0) }
            + excluded.map { AssortmentRule(effect: .exclude, selector: $0) }
    }

    private func readRule(_ item: YAMLValue, position: Int, _ currency: Currency) -> PriceRule? {
        guard item.hasMembers([], ["fixedPrice", "discount", "costFree"]) else { return nil }
        switch (item["fixedPrice"], item["discount"], item["costFree"]) {
        case (let fixed?, nil, nil): return readFixedPrice(fixed, position: position, currency)
        case (nil, let discount?, nil): return readDiscount(discount, position: position)
        case (nil, nil, let free?): return readCostFree(free, position: position, currency)
        default:
            item.refuse("one of fixedPrice, discount and costFree is needed")
            return nil
        }
    }

    private func readCostFree(_ item: YAMLValue, position: Int, _ currency: Currency) -> PriceRule? {
        guard item.hasMembers(["sku"]), let selector = item["sku"].flatMap(readProduct) else { return nil }
        return PriceRule(
            position: position, kind: .free, selector: selector, priority: 0,
            tiers: [PriceRule.Tier(from: Quantity(0), value: .price(.zero(currency)))])
    }

    /// One for a selector: of two for the same nobody could say which holds.
    private func readQuantityRules(_ item: YAMLValue) -> [QuantityRule] {
        var rules: [QuantityRule] = []
        for item in item.items {
            let selectors = ["product", "category", "manufacturer", "everything"]
            guard item.hasMembers([], selectors + ["minimum", "maximum", "multiple"]),
                let selector = readSelector(item, product: "product", alone: false)
            else { continue }
            let rule = QuantityRule(
                selector: selector, minimum: item["minimum"]?.quantity, maximum: item["maximum"]?.quantity,
                multiple: item["multiple"]?.quantity)
            if let flaw = rule.flaw { item.refuse(flaw) }
            if rules.contains(where: { $0.selector == selector }) { item.refuse("there is a quantity rule for this already") }
            rules.append(rule)
        }
        return rules
    }

    private func readFixedPrice(_ item: YAMLValue, position: Int, _ currency: Currency) -> PriceRule? {
        guard item.hasMembers(["sku", "price"], ["tiers", "cumulative"]), let selector = item["sku"].flatMap(readProduct),
            let price = item["price"]?.money(currency)
        else { return nil }
        var tiers = [PriceRule.Tier(from: Quantity(0), value: .price(price))]
        var last = price
        for tier in readTiers(item, "price") {
            guard let from = tier["from"]?.quantity, let price = tier["price"]?.money(currency) else { continue }
            if let before = tiers.last, from <= before.from { tier["from"]?.refuse("quantities must rise") }
            if price.tenThousandths >= last.tenThousandths { tier["price"]?.refuse("prices must fall") }
            tiers.append(PriceRule.Tier(from: from, value: .price(price)))
            last = price
        }
        return PriceRule(
            position: position, kind: .fixed, selector: selector, priority: 0, isCumulative: isCumulative(item), tiers: tiers)
    }

    private func readDiscount(_ item: YAMLValue, position: Int) -> PriceRule? {
        guard item.hasMembers(["percent"], ["product", "category", "manufacturer", "everything", "priority", "tiers", "cumulative"]),
            let selector = readSelector(item, product: "product", alone: false), let percent = item["percent"]?.percentage
        else { return nil }
        var tiers = [PriceRule.Tier(from: Quantity(0), value: .discount(percent))]
        for tier in readTiers(item, "percent") {
            guard let from = tier["from"]?.quantity, let percent = tier["percent"]?.percentage else { continue }
            if let before = tiers.last, from <= before.from { tier["from"]?.refuse("quantities must rise") }
            tiers.append(PriceRule.Tier(from: from, value: .discount(percent)))
        }
        let priority = item["priority"].map { $0.read("a whole number") { Int32($0) } } ?? 0
        guard let priority else { return nil }
        return PriceRule(
            position: position, kind: .discount, selector: selector, priority: Int(priority), isCumulative: isCumulative(item),
            tiers: tiers)
    }

    private func isCumulative(_ item: YAMLValue) -> Bool { item["cumulative"].map { $0.flag == true } ?? false }

    private func readTiers(_ item: YAMLValue, _ value: String) -> [YAMLValue] {
        guard let tiers = item["tiers"] else { return [] }
        return tiers.items.filter { $0.hasMembers(["from", value]) }
    }

    /// Exactly one of a product, a category, a manufacturer and everything, each of which there must be.
    func readSelector(_ item: YAMLValue, product: String, alone: Bool = true) -> ProductSelector? {
        let names = [product, "category", "manufacturer", "everything"]
        if alone { guard item.hasMembers([], names) else { return nil } }
        guard names.count(where: { item[$0] != nil }) == 1 else {
            item.refuse("exactly one of \(names.joined(separator: ", ")) is needed")
            return nil
        }
        if let value = item[product] { return readProduct(value) }
        if let value = item["category"] {
            guard let code = value.unspsc else { return nil }
            if !categoryCodes.contains(code) { value.refuse("no category has the code \(code)") }
            return .category(prefix: ProductSelector.prefix(ofCategory: code))
        }
        if let value = item["manufacturer"] {
            guard let name = value.text else { return nil }
            if !manufacturers.contains(name) { value.refuse("no product is made by \(name)") }
            return .manufacturer(name)
        }
        if item["everything"]?.flag == false { item["everything"]?.refuse("only true makes sense here") }
        return .everything
    }

    private func readProduct(_ value: YAMLValue) -> ProductSelector? {
        guard let sku = value.sku else { return nil }
        if !skus.contains(sku) { value.refuse("no product has the SKU \(sku)") }
        return .product(sku: sku)
    }
}
