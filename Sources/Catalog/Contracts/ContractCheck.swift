import Kernel

/// Finds what is wrong with a contract's content, part by part, and stops at nothing.
struct ContractCheck {
    let currency: Currency
    let known: ContractNames
    private(set) var faults: [Fault] = []

    init(currency: Currency, known: ContractNames) {
        self.currency = currency
        self.known = known
    }

    mutating func add(_ pointer: String, _ code: String, _ detail: String) {
        faults.append(Fault(pointer, code, detail))
    }

    mutating func lists(_ lists: [ContractContent.ProductList]) {
        var seen: Set<String> = []
        for (index, list) in lists.enumerated() {
            if !seen.insert(list.name).inserted { add("/productLists/\(index)/name", "twice", "There is a list “\(list.name)” already.") }
            for (place, sku) in list.skus.enumerated() where !known.skus.contains(sku) {
                add("/productLists/\(index)/skus/\(place)", "unknownProduct", "The catalog has no product \(sku).")
            }
        }
    }

    mutating func selector(_ selector: String, _ value: String?, at pointer: String, lists: Set<String>? = nil) {
        guard selector != "everything" else {
            if value != nil { add(pointer + "/value", "notHere", "Everything has no value.") }
            return
        }
        guard let value else {
            add(pointer + "/value", "required", "This is required.")
            return
        }
        switch selector {
        case "product" where !known.skus.contains(value):
            add(pointer + "/value", "unknownProduct", "The catalog has no product \(value).")
        case "category" where !known.categories.contains(value):
            add(pointer + "/value", "unknownCategory", "The catalog has no category \(value).")
        case "manufacturer" where !known.manufacturers.contains(value):
            add(pointer + "/value", "unknownManufacturer", "The catalog has nothing made by \(value).")
        case "list" where lists?.contains(value) != true:
            add(pointer + "/value", "unknownList", "The contract has no product list “\(value)”.")
        default: break
        }
    }

    mutating func rules(_ rules: [ContractContent.Rule]) {
        /// Where each SKU got its price, by priority.
        var priced: [String: Int] = [:]
        for (index, rule) in rules.enumerated() {
            let pointer = "/rules/\(index)"
            selector(rule.selector, rule.value, at: pointer)
            if rule.kind != .discount {
                if rule.selector != "product" {
                    add(pointer + "/selector", "notAProduct", "Only a product has a price of its own; a discount may speak of more.")
                } else if let sku = rule.value {
                    if let other = priced["\(rule.priority) \(sku)"] {
                        add(pointer, "overlap", "Rule \(other + 1) says what \(sku) costs, with the same priority.")
                    }
                    priced["\(rule.priority) \(sku)"] = priced["\(rule.priority) \(sku)"] ?? index
                }
            }
            tiers(of: rule, at: pointer + "/tiers")
        }
    }

    private mutating func tiers(of rule: ContractContent.Rule, at pointer: String) {
        if rule.tiers.isEmpty { add(pointer, "tooFew", "At least one.") }
        if rule.kind == .free, rule.tiers.count > 1 { add(pointer, "tooMany", "What costs nothing has one step.") }
        for (index, tier) in rule.tiers.enumerated() {
            if index > 0, tier.from <= rule.tiers[index - 1].from {
                add("\(pointer)/\(index)/from", "notAscending", "Each step begins above the one before.")
            }
            switch rule.kind {
            case .discount: percent(tier.percent, other: tier.price != nil, at: "\(pointer)/\(index)")
            case .fixed: price(tier, at: "\(pointer)/\(index)")
            case .free:
                if tier.price != nil { add("\(pointer)/\(index)/price", "notHere", "What costs nothing has no price.") }
                if tier.percent != nil { add("\(pointer)/\(index)/percent", "notHere", "What costs nothing has no discount.") }
            }
        }
    }

    private mutating func price(_ tier: ContractContent.Tier, at pointer: String) {
        if tier.percent != nil { add(pointer + "/percent", "notHere", "A fixed price has no discount.") }
        guard let price = tier.price else { return add(pointer + "/price", "required", "This is required.") }
        if price.currency != currency {
            add(pointer + "/price/currency", "otherCurrency", "The contract is in \(currency).")
        }
        if price.tenThousandths < 0 { add(pointer + "/price/amount", "negative", "A price is not negative.") }
        if price.tenThousandths == 0 { add(pointer + "/price/amount", "sayFree", "A rule of kind free says that something costs nothing.") }
    }

    mutating func percent(_ text: String?, other: Bool = false, at pointer: String) {
        if other { add(pointer + "/price", "notHere", "A discount has no price.") }
        guard let text else { return add(pointer + "/percent", "required", "This is required.") }
        if Percentage(text) == nil {
            add(pointer + "/percent", "notAPercentage", "Between 0 and 100, with at most four decimals.")
        }
    }

    mutating func quantities(_ rules: [ContractContent.QuantityLimit]) {
        var seen: Set<String> = []
        for (index, rule) in rules.enumerated() {
            let pointer = "/quantityRules/\(index)"
            selector(rule.selector, rule.value, at: pointer)
            if !seen.insert("\(rule.selector) \(rule.value ?? "")").inserted {
                add(pointer, "overlap", "There is a quantity rule for this already.")
            }
            let limits = QuantityRule(selector: .everything, minimum: rule.minimum, maximum: rule.maximum, multiple: rule.multiple)
            if let flaw = limits.flaw { add(pointer, "noQuantity", flaw.prefix(1).uppercased() + flaw.dropFirst() + ".") }
        }
    }

    mutating func commitment(_ commitment: ContractContent.Commitment, at pointer: String) {
        selector(commitment.selector, commitment.value, at: pointer)
        if (commitment.revenue == nil) == (commitment.volume == nil) {
            add(pointer, "oneOf", "A commitment is to a revenue or to a volume.")
        }
        if commitment.unitOfMeasure != nil, commitment.volume == nil {
            add(pointer + "/unitOfMeasure", "notHere", "Only a volume has a unit of measure.")
        }
        if let revenue = commitment.revenue, revenue.currency != currency {
            add(pointer + "/revenue/currency", "otherCurrency", "The contract is in \(currency).")
        }
    }

    mutating func rebate(_ rebate: ContractContent.Rebate, at pointer: String) {
        for (index, step) in rebate.tiers.enumerated() {
            let place = "\(pointer)/tiers/\(index)"
            percent(step.percent, at: place)
            if step.from.currency != currency { add(place + "/from/currency", "otherCurrency", "The contract is in \(currency).") }
            if index > 0, step.from.tenThousandths <= rebate.tiers[index - 1].from.tenThousandths {
                add(place + "/from", "notAscending", "Each step begins above the one before.")
            }
        }
    }
}
