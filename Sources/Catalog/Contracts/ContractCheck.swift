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

    mutating func add(_ pointer: String, _ code: String, _ detail: Sentence) {
        faults.append(Fault(pointer, code, detail))
    }

    mutating func lists(_ lists: [ContractContent.ProductList]) {
        let count = lists.reduce(0) { $0 + $1.skus.count }
        guard count <= Limits.contractRules else {
            return add("/productLists", "tooMany", "At most \(Limits.contractRules) SKUs in all lists together; these have \(count).")
        }
        var seen: Set<String> = []
        for (index, list) in lists.enumerated() {
            if !seen.insert(list.name).inserted { add("/productLists/\(index)/name", "twice", "There is a list “\(list.name)” already.") }
            var listed: Set<String> = []
            for (place, sku) in list.skus.enumerated() {
                let pointer = "/productLists/\(index)/skus/\(place)"
                if !listed.insert(sku).inserted {
                    add(pointer, "twice", "The list has \(sku) already.")
                } else if !known.skus.contains(sku) {
                    add(pointer, "unknownProduct", "The catalog has no product \(sku).")
                }
            }
        }
    }

    /// - Parameter count: of the entries with those of their lists (`ContractContent.assortmentSize`).
    mutating func assortment(_ entries: [ContractContent.Assortment], of count: Int, lists: [ContractContent.ProductList]) {
        let names = Set(lists.map(\.name))
        var seen: Set<ContractContent.Assortment> = []
        for (index, entry) in entries.enumerated() {
            if !seen.insert(entry).inserted { add("/assortment/\(index)", "twice", "The assortment says this already.") }
            selector(entry.selector, entry.value, at: "/assortment/\(index)", lists: names)
        }
        if count > Limits.contractRules {
            add("/assortment", "tooMany", "At most \(Limits.contractRules) entries with those of its product lists; it has \(count).")
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
        let steps = rules.reduce(0) { $0 + $1.tiers.count }
        guard steps <= Limits.contractSteps else {
            return add("/rules", "tooMany", "At most \(Limits.contractSteps) steps in all rules together; these have \(steps).")
        }
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
            case .discount: discount(tier, at: "\(pointer)/\(index)")
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
        if price.tenThousandths == 0 { add(pointer + "/price/amount", "sayFree", Self.sayFree) }
        if (try? price.times(tier.from)) == nil {
            add(pointer + "/from", "tooLarge", "The total of a line of so many is too large to be stored.")
        }
    }

    private static let sayFree: Sentence = "A rule of kind free says that something costs nothing."

    private mutating func discount(_ tier: ContractContent.Tier, at pointer: String) {
        if tier.price != nil { add(pointer + "/price", "notHere", "A discount has no price.") }
        percent(tier.percent, at: pointer)
        if tier.percent.flatMap({ Percentage($0) })?.isWhole == true { add(pointer + "/percent", "sayFree", Self.sayFree) }
    }

    private mutating func percent(_ text: String?, at pointer: String) {
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
            if let flaw = limits.flaw { add(pointer, "noQuantity", "\(flaw.prefix(1).uppercased())\(flaw.dropFirst()).") }
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
        if let revenue = commitment.revenue {
            if revenue.currency != currency { add(pointer + "/revenue/currency", "otherCurrency", "The contract is in \(currency).") }
            if revenue.tenThousandths <= 0 { add(pointer + "/revenue/amount", "notPositive", "This must be more than zero.") }
        }
        if let volume = commitment.volume, volume.thousandths <= 0 {
            add(pointer + "/volume", "notPositive", "This must be more than zero.")
        }
    }

    mutating func rebate(_ rebate: ContractContent.Rebate, at pointer: String) {
        for (index, step) in rebate.tiers.enumerated() {
            let place = "\(pointer)/tiers/\(index)"
            percent(step.percent, at: place)
            if step.from.tenThousandths < 0 { add(place + "/from/amount", "negative", "This is not less than zero.") }
            if step.from.currency != currency { add(place + "/from/currency", "otherCurrency", "The contract is in \(currency).") }
            if index > 0, step.from.tenThousandths <= rebate.tiers[index - 1].from.tenThousandths {
                add(place + "/from", "notAscending", "Each step begins above the one before.")
            }
        }
    }
}
