package import Kernel

extension ConfigurationContent {
    /// All that keeps it from being published, each with its place in the body (rule 22). What has none can be ordered as it is: its
    /// defaults satisfy its slots and rules, so no configuration contradicts itself.
    /// - Parameter known: which of `skus` the master catalog has, and whether each is sold in whole numbers only.
    package func faults(known: [String: Bool]) -> [Fault] {
        var check = ConfigurationContentCheck(content: self, known: known)
        check.all()
        return check.faults
    }
}

/// Finds what is wrong with a configuration's content, part by part, and stops at nothing.
private struct ConfigurationContentCheck {
    let content: ConfigurationContent
    let known: [String: Bool]
    private(set) var faults: [Fault] = []

    init(content: ConfigurationContent, known: [String: Bool]) {
        self.content = content
        self.known = known
    }

    private mutating func add(_ pointer: String, _ code: String, _ detail: Sentence) {
        faults.append(Fault(pointer, code, detail))
    }

    mutating func all() {
        if let last = content.validTo, last < content.validFrom {
            add("/validTo", "endsBeforeItBegins", "The last day is before the first.")
        }
        product(content.base, at: "/base")
        var names: Set<String> = []
        for (index, slot) in content.slots.enumerated() {
            let pointer = "/slots/\(index)"
            if !names.insert(slot.name).inserted { add(pointer + "/name", "twice", "There is a slot “\(slot.name)” already.") }
            self.slot(slot, at: pointer)
        }
        for (index, rule) in content.rules.enumerated() { self.rule(rule, at: "/rules/\(index)") }
        pricing()
        // What is wrong by itself would be wrong as a default again.
        if faults.isEmpty { defaults() }
    }

    private mutating func product(_ sku: String, at pointer: String) {
        if known[sku] == nil { add(pointer, "unknownProduct", "The catalog has no product \(sku).") }
    }

    private mutating func slot(_ slot: ConfigurationContent.Slot, at pointer: String) {
        if slot.alternatives.isEmpty { add(pointer + "/alternatives", "tooFew", "A slot offers something.") }
        if slot.maximum < slot.minimum { add(pointer + "/maximum", "notAscending", "The maximum is below the minimum.") }
        var seen: Set<String> = []
        for (index, alternative) in slot.alternatives.enumerated() {
            let place = "\(pointer)/alternatives/\(index)"
            product(alternative.sku, at: place + "/sku")
            if !seen.insert(alternative.sku).inserted { add(place + "/sku", "twice", "The slot offers \(alternative.sku) already.") }
            self.alternative(alternative, of: slot, at: place)
        }
        if let usual = slot.usual {
            if !seen.contains(usual) { add(pointer + "/default", "notAnAlternative", "The slot does not offer \(usual).") }
        } else if slot.minimum.thousandths > 0 {
            add(pointer + "/default", "required", "A slot that may not stay empty has a default.")
        }
    }

    private mutating func alternative(_ one: ConfigurationContent.Alternative, of slot: ConfigurationContent.Slot, at pointer: String) {
        if one.maximum < one.minimum { add(pointer + "/maximum", "notAscending", "The maximum is below the minimum.") }
        if one.usual < one.minimum || one.usual > one.maximum {
            add(pointer + "/default", "outOfRange", "The default quantity is from the minimum to the maximum.")
        }
        if one.minimum > slot.maximum { add(pointer + "/minimum", "neverFits", "The slot holds at most \(slot.maximum).") }
        guard known[one.sku] == true else { return }
        for (name, quantity) in [("minimum", one.minimum), ("maximum", one.maximum), ("default", one.usual)] where !quantity.isWhole {
            add("\(pointer)/\(name)", "notAMultiple", Sentence("\(one.sku) comes in whole numbers only." as String))
        }
    }

    private mutating func rule(_ rule: ConfigurationContent.Rule, at pointer: String) {
        let parts = content.parts
        if rule.parts.isEmpty { add(pointer + "/parts", "tooFew", "A rule speaks of something.") }
        var seen: Set<String> = []
        for (index, sku) in rule.parts.enumerated() {
            if !parts.contains(sku) { add("\(pointer)/parts/\(index)", "notAPart", "No slot offers \(sku).") }
            if !seen.insert(sku).inserted { add("\(pointer)/parts/\(index)", "twice", "The rule names \(sku) already.") }
            if sku == rule.part, rule.kind != .atMost {
                add("\(pointer)/parts/\(index)", "itself", "A rule for \(sku) does not speak of \(sku) again.")
            }
        }
        if rule.kind == .atMost {
            if rule.part != nil { add(pointer + "/part", "notHere", "This rule speaks of parts together.") }
            if rule.limit == nil { add(pointer + "/limit", "required", "This is required.") }
        } else {
            if rule.limit != nil { add(pointer + "/limit", "notHere", "Only a rule of kind atMost has a limit.") }
            if let part = rule.part {
                if !parts.contains(part) { add(pointer + "/part", "notAPart", "No slot offers \(part).") }
            } else {
                add(pointer + "/part", "required", "This is required.")
            }
        }
    }

    private mutating func pricing() {
        let pricing = content.pricing
        if pricing.kind == .sum {
            if !pricing.prices.isEmpty { add("/pricing/prices", "notHere", "What is the sum of its parts has no price of its own.") }
            return
        }
        if pricing.prices.isEmpty { add("/pricing/prices", "tooFew", "At least one.") }
        var seen: Set<Currency> = []
        for (index, price) in pricing.prices.enumerated() {
            let pointer = "/pricing/prices/\(index)"
            if !seen.insert(price.currency).inserted {
                add(pointer + "/currency", "twice", "There is a price in \(price.currency) already.")
            }
            if price.tenThousandths <= 0 { add(pointer + "/amount", "notPositive", "This must be more than zero.") }
        }
    }

    /// That which stands in the slots where nobody chooses must be allowed.
    private mutating func defaults() {
        let check = SelectionCheck(of: .defaults, in: content, isOffered: { _ in true }, isCounted: { [known] in known[$0] ?? true })
        for violation in check.violations {
            let fault = violation.fault(at: "")
            switch violation {
            case .slotBelowMinimum(let slot, _, _), .slotAboveMaximum(let slot, _, _):
                let index = content.slots.firstIndex { $0.name == slot } ?? 0
                add("/slots/\(index)/default", fault.code, fault.sentence)
            default: add("/rules", "brokenByDefaults", "The defaults break a rule: \(fault.detail)")
            }
        }
    }
}
